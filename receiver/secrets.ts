import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { asText } from './lib/json';
import { Refusal } from './refusal';
import type { Secret, Service } from './service';

/** The decrypted fields of the trigger's credential. */
export type Secrets = ICredentialDataDecryptedObject;

/**
 * Reads the trigger's credential.
 * @throws Refusal 401 where none is selected or the selected one is gone: nobody gets in. 503 where n8n cannot read
 *   the selected one, be it its database, its key or an expression: the service keeps the event, and sends it again.
 */
export async function readSecrets(
	context: IWebhookFunctions | IHookFunctions,
	service: Pick<Service, 'credential' | 'name'>,
): Promise<Secrets> {
	const selected = context.getNode().credentials?.[service.credential];
	if (!selected?.id) throw noCredential(service);
	try {
		return withoutOuterSpaces(await context.getCredentials(service.credential));
	} catch (error) {
		throw isGone(error) ? goneCredential(service) : unreadable(error);
	}
}

/** A space that was copied along is nobody's secret. */
const withoutOuterSpaces = (secrets: Secrets): Secrets =>
	Object.fromEntries(
		Object.entries(secrets).map(([field, value]) => [
			field,
			typeof value === 'string' ? value.trim() : value,
		]),
	);

const noCredential = ({ name }: Pick<Service, 'name'>) =>
	new Refusal(
		'noCredential',
		'No credential is selected in this trigger, so no delivery can be checked.',
		`Select a ${name} credential in the node and publish the workflow again.`,
	);

/** The editor may show another one of the same name as selected: to select that again changes nothing. */
const goneCredential = ({ name }: Pick<Service, 'name'>) =>
	new Refusal(
		'goneCredential',
		"This trigger's saved credential no longer exists.",
		`Create a ${name} credential under a new name, select it in the node, and publish the workflow again.`,
	);

/** What n8n throws where a credential is in its database no more (its CredentialNotFoundError). */
const GONE = /^Credential with ID ".*" (?:does not exist for type ".*"|was not found)\.$/;

const isGone = (error: unknown) => error instanceof Error && GONE.test(error.message);

function unreadable(error: unknown): Refusal {
	const said = error instanceof Error ? error.message || error.name : String(error);
	return new Refusal(
		'unreadableCredential',
		"n8n can't read this trigger's credential.",
		`n8n's own message: ${said}`,
	);
}

/** Every secret text of a credential. */
export const secretTextsOf = (secrets: Secrets): string[] =>
	[...Object.values(secrets), ...secretHeadersOf(secrets).map(({ value }) => value)]
		.map(asText)
		.filter((value) => value !== '');

/** The secrets of a service's credential, besides its headers, each once. */
export function secretsOf({ handshake, checks }: Pick<Service, 'handshake' | 'checks'>): Secret[] {
	const secrets = checks.flatMap((check) => ('secret' in check ? [check.secret] : []));
	return [...new Set([...(handshake ? [handshake.secret] : []), ...secrets])];
}

/** The field and the label of the secret before a secret. */
export const previousOf = ({ field, label }: Secret) => ({
	field: `previous${field[0]!.toUpperCase()}${field.slice(1)}`,
	label: `Previous ${label}`,
});

/** The values of a secret that are in force: two while it is being changed, none where it is not filled in. */
export function valuesOf(secret: Secret, secrets: Secrets): string[] {
	const fields = [secret.field, ...(secret.hasPrevious ? [previousOf(secret).field] : [])];
	return fields.map((field) => asText(secrets[field])).filter((value) => value !== '');
}

/** A header that the user has the service send. */
interface SecretHeader {
	name: string;
	value: string;
}

/** The credential's `headers`, without empty rows. */
export function secretHeadersOf(secrets: Secrets): SecretHeader[] {
	const rows = (secrets.headers as { values?: Array<Partial<SecretHeader>> } | undefined)?.values;
	return (rows ?? [])
		.map(({ name, value }) => ({ name: (name ?? '').trim(), value: (value ?? '').trim() }))
		.filter(({ name, value }) => name !== '' || value !== '');
}
