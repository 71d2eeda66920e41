import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { asText } from '../lib/json';
import { previousOf, secretHeadersOf, secretsOf } from '../secrets';
import type { Secret, Service } from '../service';

const SHORTEST_ADVISED = 16;

/** The characters of RFC 9110's token, which a header's name is. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const hasOuterBlank = (value: string) => value.trim() !== value;

const isShort = (value: string) => value.length < SHORTEST_ADVISED;

/**
 * What the user should fix in a credential before relying on it, a sentence each.
 * @param fields the secrets the credential has, besides `headers`.
 */
export function credentialFindings(
	fields: readonly Secret[],
	secrets: ICredentialDataDecryptedObject,
): string[] {
	const values = fields
		.flatMap((field) => [field, ...(field.hasPrevious ? [previousOf(field)] : [])])
		.map((field) => ({ isRequired: false, ...field, value: asText(secrets[field.field]) }));
	const headers = secretHeadersOf(secrets);
	const findings = values
		.filter(({ isRequired, value }) => isRequired && value === '')
		.map(({ label }) => `${label} is empty: fill it in.`);
	if (headers.length === 0 && values.every(({ value }) => value === '') && findings.length === 0) {
		findings.push('Nothing is filled in: every delivery would be refused.');
	}

	const named = [
		...values.filter(({ value }) => value !== ''),
		...headers.map(({ name, value }) => ({ label: `The value of header "${name}"`, value })),
	];
	for (const { label, value } of named) {
		if (value === '') findings.push(`${label} is empty: fill it in or remove the header.`);
		else if (hasOuterBlank(value))
			findings.push(`${label} begins or ends with a blank: remove it.`);
		else if (isShort(value)) {
			findings.push(
				`${label} works, but is short: use at least ${SHORTEST_ADVISED} characters, made at random.`,
			);
		}
	}
	return [
		...findings,
		...headers
			.filter(({ name }) => !HEADER_NAME.test(name))
			.map(({ name }) => `"${name}" cannot be a header's name: use letters, digits and hyphens.`),
	];
}

/**
 * The credential test of services that have no call to make: looks the values over on this n8n.
 * n8n shows a message only with the status `Error`, so advice comes with it, too; it keeps nobody from saving.
 */
export function credentialTest(service: Pick<Service, 'handshake' | 'checks'>) {
	return async function (
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		const findings = credentialFindings(secretsOf(service), credential.data ?? {});
		return findings.length > 0
			? { status: 'Error', message: findings.join(' ') }
			: { status: 'OK', message: 'The credential is complete' };
	};
}
