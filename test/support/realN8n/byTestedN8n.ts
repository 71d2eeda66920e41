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

const NOT_ACTIVATED = 'did fail with error';
const STATUS_403 = 'Forbidden - perhaps check your credentials?';
const STATUS_302 = 'Request failed with status code 302';

/** n8n's own words, where they are not those that the pinned version shows or logs. */
const WORDS: Record<string, Record<string, string>> = {
	'a trigger cannot be activated again': {
		'1.123.81': NOT_ACTIVATED,
		'2.8.4': NOT_ACTIVATED,
		'2.20.12': NOT_ACTIVATED,
		'2.35.7': NOT_ACTIVATED,
	},
	// The pinned version shows what the credential's test says of a status.
	'the credential has no access': {
		'1.123.81': STATUS_403,
		'2.8.4': STATUS_403,
		'2.20.12': STATUS_403,
	},
	'the credential is led elsewhere': {
		'1.123.81': STATUS_302,
		'2.8.4': STATUS_302,
		'2.20.12': STATUS_302,
	},
};

/** @param pinned the pinned version's, or what it shows of ours. */
export const wordsOfTestedN8n = (what: string, pinned: string): string =>
	WORDS[what]?.[testedVersion().version] ?? pinned;
