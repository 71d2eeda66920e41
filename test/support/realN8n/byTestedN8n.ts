import { testedVersion } from '../../../scripts/n8n/versions';

/** What n8n itself answers, where it is not what the pinned version does: by what is sent, then by n8n's version. */
const ANSWERS: Record<string, Record<string, number>> = {
	'a byte order mark': { '1.123.81': 422, '2.8.4': 422, '2.20.12': 422 },
};

/** @returns the status that the n8n under test answers itself; undefined where it does as the pinned one. */
export const byTestedN8n = (what: string): number | undefined =>
	ANSWERS[what]?.[testedVersion().version];

/** Older versions keep no credential whose required field is empty. A blank is as little of a secret. */
const KEEP_NO_EMPTY_FIELD = ['1.123.81', '2.8.4', '2.20.12'];

/** What an emptied field of a credential holds. */
export const EMPTIED = KEEP_NO_EMPTY_FIELD.includes(testedVersion().version) ? ' ' : '';
