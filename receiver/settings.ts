import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { Refusal } from './refusal';
import type { Service } from './service';

/** The value of "Trigger On" that stands for every event, known or not. */
export const ALL_EVENTS = 'allEvents';

/** The options all triggers share, by the names of their parameters. */
export interface Options {
	includeRequest?: boolean;
	ipAllowList?: string;
	/** What to do with an event that was sent before; see deduplicate(). */
	repeatedDeliveries?: 'drop' | 'dropIdentical' | 'keep';
	/** How long an event is remembered, in hours. */
	repeatWindow?: number;
	simplify?: boolean;
	unrecognisedDeliveries?: 'deliver' | 'refuse';
	/** What only one service's trigger offers. */
	[option: string]: unknown;
}

/** What the user set in the node. */
export interface Settings {
	triggerOn: string[];
	otherEvents: string[];
	options: Options;
	/** A parameter that only this service's trigger has. */
	parameter(name: string): unknown;
}

/** The decrypted fields of the trigger's credential. */
export type Secrets = ICredentialDataDecryptedObject;

export function readSettings(
	context: IWebhookFunctions | IHookFunctions | ITriggerFunctions,
): Settings {
	const parameter = (name: string, fallback?: unknown): unknown =>
		// All contexts take (name, fallback); their common type lists overloads that a union cannot call.
		(context as IHookFunctions).getNodeParameter(name, fallback as object);
	return {
		triggerOn: parameter('triggerOn', []) as string[],
		otherEvents: (parameter('otherEvents', []) as string[])
			.map((name) => name.trim())
			.filter((name) => name !== ''),
		options: parameter('options', {}) as Options,
		parameter,
	};
}

/** @throws Refusal (401) where no credential is selected or it cannot be read: without it nobody gets in. */
export async function readSecrets(
	context: IWebhookFunctions | IHookFunctions,
	service: Service,
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
