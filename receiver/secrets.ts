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

/** @throws Refusal (401) where no credential is selected or it cannot be read: without it nobody gets in. */
export async function readSecrets(
	context: IWebhookFunctions | IHookFunctions,
	service: Pick<Service, 'credential' | 'name'>,
): Promise<Secrets> {
	const secrets = await context.getCredentials(service.credential).catch(() => undefined);
	if (!secrets) {
		throw new Refusal(
			401,
			'This trigger has no credential to check deliveries with.',
			`Select a ${service.name} credential in the node and publish the workflow again.`,
		);
	}
	return secrets;
}

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
export interface SecretHeader {
	name: string;
	value: string;
}

/** The credential's `headers`, without the rows that were left blank. */
export function secretHeadersOf(secrets: Secrets): SecretHeader[] {
	const rows = (secrets.headers as { values?: Array<Partial<SecretHeader>> } | undefined)?.values;
	return (rows ?? [])
		.map(({ name, value }) => ({ name: name ?? '', value: value ?? '' }))
		.filter(({ name, value }) => name !== '' || value !== '');
}
