import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { asText } from '../lib/json';
import { previousOf, secretHeadersOf, secretsOf } from '../secrets';
import type { Secret, Service } from '../service';

/** The characters of RFC 9110's token, which a header's name is. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What stands in a URL as it is (RFC 3986's unreserved characters), and in a list of URLs as well. */
const URL_SAFE = /^[\w.~-]*$/;

/** Concluded, not documented: what a vendor issues is longer, so a shorter one was not copied whole. */
const SHORTEST_ISSUED = 16;

const hasOuterSpace = (value: string) => value.trim() !== value;

/** The secrets that stand in the URL. */
const inUrl = ({ checks }: Pick<Service, 'checks'>): Secret[] =>
	checks.flatMap((check) => (check.kind === 'urlToken' ? [check.secret] : []));

/** What would keep every delivery out with this credential, or is not what its user means: a sentence each. */
export function credentialFindings(
	service: Pick<Service, 'handshake' | 'checks'>,
	secrets: ICredentialDataDecryptedObject,
): string[] {
	const values = secretsOf(service)
		.flatMap((secret) => [
			{ ...secret, secret },
			...(secret.hasPrevious ? [{ ...previousOf(secret), secret }] : []),
		])
		.map((field) => ({ isRequired: false, ...field, value: asText(secrets[field.field]) }));
	const rows = (
		secrets.headers as { values?: Array<{ name?: string; value?: string }> } | undefined
	)?.values;
	const headers = secretHeadersOf(secrets);
	const empty = values
		.filter(({ isRequired, value }) => isRequired && value === '')
		.map(({ label }) => `${label} is empty. Fill it in.`);
	const isBlank = headers.length === 0 && values.every(({ value }) => value === '');
	return [
		...empty,
		...(isBlank && empty.length === 0
			? ['Nothing is filled in, so every delivery would be refused.']
			: []),
		...values
			.filter(({ value }) => value !== '')
			.flatMap(({ label, value, secret }) => {
				if (hasOuterSpace(value)) return [`${label} starts or ends with a space. Remove it.`];
				if (inUrl(service).includes(secret) && !URL_SAFE.test(value)) {
					return [
						`${label} has characters that a URL can't hold as they are. Use letters and digits.`,
					];
				}
				return secret.issued !== undefined && value.length < SHORTEST_ISSUED
					? [`${label} looks incomplete. Copy ${secret.issued}.`]
					: [];
			}),
		...(rows ?? []).flatMap(({ name = '', value = '' }) => {
			if (name.trim() === '' && value.trim() === '') return [];
			if (value.trim() === '')
				return [`Header "${name}" has no value. Fill it in or remove the header.`];
			if (!HEADER_NAME.test(name)) {
				return [`"${name}" can't be the name of a header. Use letters, digits, and hyphens.`];
			}
			return hasOuterSpace(value)
				? [`The value of header "${name}" starts or ends with a space. Remove it.`]
				: [];
		}),
	];
}

/**
 * The credential test of services that have no call to make: looks the values over on this n8n.
 * n8n shows a message only with the status `Error`; it keeps nobody from saving.
 */
export function credentialTest(service: Pick<Service, 'handshake' | 'checks'>) {
	return async function (
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		const findings = credentialFindings(service, credential.data ?? {});
		return findings.length > 0
			? { status: 'Error', message: findings.join(' ') }
			: { status: 'OK', message: 'The credential is complete' };
	};
}
