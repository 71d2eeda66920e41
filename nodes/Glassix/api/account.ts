import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Fault } from './fault';

/** What the user enters in the Glassix API credential. */
export interface Account {
	/** Where Glassix's API is, without a slash at its end. */
	baseUrl: string;
	apiKey: string;
	apiSecret: string;
	userName: string;
}

/** The domain of each environment: github.com/Glassix/glassix-sharp, BaseGlassixClient.cs. */
export const PRODUCTION = 'glassix.com';
export const TEST = 'glassix-dev.com';
/** An address of the user's own: a proxy before Glassix. */
export const OTHER = 'other';

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

/** @throws Fault where the credential's fields cannot be an account. */
export function accountOf(fields: ICredentialDataDecryptedObject): Account {
	const account = {
		baseUrl: baseUrlOf(fields),
		apiKey: text(fields.apiKey),
		apiSecret: text(fields.apiSecret),
		userName: text(fields.userName),
	};
	const empty = [
		['API Key', account.apiKey],
		['API Secret', account.apiSecret],
		['User Name', account.userName],
	]
		.filter(([, value]) => value === '')
		.map(([label]) => label);
	if (empty.length > 0) {
		throw new Fault(`Fill in ${empty.join(', ')} in the Glassix API credential.`, {
			stops: 'always',
		});
	}
	return account;
}

function baseUrlOf(fields: ICredentialDataDecryptedObject): string {
	if (fields.environment === OTHER) return otherBaseUrl(text(fields.baseUrl));
	const workspace = workspaceOf(text(fields.workspace));
	if (/^[a-z0-9][a-z0-9-]{0,62}$/i.test(workspace)) {
		return `https://${workspace}.${fields.environment === TEST ? TEST : PRODUCTION}/api/v1.2`;
	}
	throw new Fault(
		'Workspace in the Glassix API credential is not one: enter the first part of your Glassix address, “acme” of https://acme.glassix.com.',
		{ stops: 'always' },
	);
}

/** Many paste the whole address. */
const workspaceOf = (entered: string) =>
	entered
		.replace(/^https?:\/\//i, '')
		.split('/', 1)[0]!
		.replace(/\.glassix(-dev)?\.com$/i, '');

/** Longer than any address in use. */
const LONGEST_URL = 500;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function otherBaseUrl(entered: string): string {
	const url = entered.length <= LONGEST_URL && URL.canParse(entered) ? new URL(entered) : undefined;
	if (url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		const end = entered.search(/(?<!\/)\/*$/);
		return entered.slice(0, end);
	}
	const why =
		url?.protocol === 'http:'
			? 'is not HTTPS, so that anybody on the way could read the secret'
			: 'is not a URL';
	throw new Fault(
		`Base URL in the Glassix API credential ${why}: enter one like https://proxy.example.com/api/v1.2.`,
		{ stops: 'always' },
	);
}

/** Tells an account from every other, and from itself with another secret, without telling the secret. */
export const fingerprint = ({ baseUrl, apiKey, apiSecret, userName }: Account) =>
	createHash('sha256')
		.update(JSON.stringify([baseUrl, apiKey, apiSecret, userName]))
		.digest('hex');
