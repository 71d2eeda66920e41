import { createHmac } from 'crypto';
import type { ICredentialDataDecryptedObject, INodeType } from 'n8n-workflow';

import { GlartekWebhookApi } from '../../credentials/GlartekWebhookApi.credentials';
import { GlassixWebhookApi } from '../../credentials/GlassixWebhookApi.credentials';
import { SocialBoardsWebhookApi } from '../../credentials/SocialBoardsWebhookApi.credentials';
import { SupportBeeWebhookApi } from '../../credentials/SupportBeeWebhookApi.credentials';
import { GlartekTrigger } from '../../nodes/Glartek/GlartekTrigger.node';
import { glartek } from '../../nodes/Glartek/service';
import { GlassixTrigger } from '../../nodes/Glassix/GlassixTrigger.node';
import { glassix } from '../../nodes/Glassix/service';
import { SocialBoardsTrigger } from '../../nodes/SocialBoards/SocialBoardsTrigger.node';
import { socialBoards } from '../../nodes/SocialBoards/service';
import { SupportBeeTrigger } from '../../nodes/SupportBee/SupportBeeTrigger.node';
import { supportBee } from '../../nodes/SupportBee/service';
import type { Service } from '../../receiver/service';
import { headersFor, playService, urlFor } from '../../scripts/send/services';
import { HeronTrigger } from './madeUp/Heron/HeronTrigger.node';
import { HeronWebhookApi } from './madeUp/Heron/HeronWebhookApi.credentials';
import { heron } from './madeUp/Heron/service';
import { ParrotTrigger } from './madeUp/Parrot/ParrotTrigger.node';
import { ParrotWebhookApi } from './madeUp/Parrot/ParrotWebhookApi.credentials';
import { parrot } from './madeUp/Parrot/service';
import { walrus } from './madeUp/Walrus/service';
import { WalrusTrigger } from './madeUp/Walrus/WalrusTrigger.node';
import { WalrusWebhookApi } from './madeUp/Walrus/WalrusWebhookApi.credentials';
import type { Sent } from './sender';
import { RunningTrigger, type Setup } from './inProcess/webhook';

export const URL_TOKEN = 'url-token-7Hq2mXv9';
export const VERIFY_TOKEN = 'verify-token-Lw4RzK81';
export const API_SECRET = 'api-secret-Jd83hQpYw5';
export const PREVIOUS_API_SECRET = 'api-secret-before-Tn6Xc';
const PARROT_HEADER = { name: 'X-Parrot', value: 'parrot-header-Qm81' };

/** A service as the tests use it. */
export interface TestedService {
	service: Service;
	newTrigger: () => INodeType;
	newCredential: () => { name: string; properties: unknown[] };
	/** A credential as its user fills it in. */
	credential: ICredentialDataDecryptedObject;
	/** An event with a fixture that most tests use. */
	event: string;
	/** What publishing says while the credential is empty. */
	whenEmpty: string;
	/** Deliveries by which the service only tries the URL. */
	probes: () => Sent[];
	/** A delivery as the service sends it. */
	delivery(body: string | Buffer, event?: string): Sent;
	/** The same by somebody who does not know the secret. */
	forgery(body: string | Buffer, event?: string): Sent;
}

/** What a sender shows that it is the service: the secret it signs with, the URL's token, or a header. */
interface Proof {
	secret?: string;
	token?: string;
	header?: { name: string; value: string };
}

/** The same as of somebody who guesses. */
const guessOf = ({ secret, token, header }: Proof): Proof => ({
	...(secret && { secret: 'a-strangers-guess' }),
	...(token && { token: 'a-strangers-guess' }),
	...(header && { header: { ...header, value: 'a-strangers-guess' } }),
});

/** The deliveries of a service, made as `npm run send` makes them. */
function deliveries(
	tested: Omit<TestedService, 'delivery' | 'forgery' | 'probes'>,
	proof: Proof,
	probes: (send: TestedService['delivery']) => Sent[] = (send) => [send('')],
): TestedService {
	const { id } = tested.service;
	const sentWith =
		({ secret, token, header }: Proof) =>
		(body: string | Buffer, event = tested.event): Sent => {
			const { search } = new URL(urlFor(id, event, { url: 'http://localhost', token }));
			const own = header ? { [header.name]: header.value } : {};
			return {
				body,
				headers: headersFor(id, event, body, secret, own),
				...(search && { query: search.slice(1) }),
			};
		};
	const delivery = sentWith(proof);
	return {
		...tested,
		delivery,
		forgery: sentWith(guessOf(proof)),
		probes: () => probes(delivery),
	};
}

const nothingToCheck = (fields: string, name: string) =>
	`The credential is empty, so no delivery can be checked. Fill in ${fields} in the node's ${name} credential.`;

export const testedGlassix = deliveries(
	{
		service: glassix,
		newTrigger: () => new GlassixTrigger(),
		newCredential: () => new GlassixWebhookApi(),
		credential: { apiSecret: API_SECRET, previousApiSecret: '', headers: {} },
		event: 'TICKET_STATE_CHANGE',
		whenEmpty: nothingToCheck('API Secret or Headers', 'Glassix'),
	},
	{ secret: API_SECRET },
);

export const testedGlartek = deliveries(
	{
		service: glartek,
		newTrigger: () => new GlartekTrigger(),
		newCredential: () => new GlartekWebhookApi(),
		credential: { urlToken: URL_TOKEN, headers: {} },
		event: 'work_order.completed',
		whenEmpty: nothingToCheck('URL Token or Headers', 'Glartek'),
	},
	{ token: URL_TOKEN },
	(send) => [{ ...send(''), query: `token=${URL_TOKEN}` }],
);

export const testedSocialBoards = deliveries(
	{
		service: socialBoards,
		newTrigger: () => new SocialBoardsTrigger(),
		newCredential: () => new SocialBoardsWebhookApi(),
		credential: { verifyToken: VERIFY_TOKEN, urlToken: URL_TOKEN },
		event: 'ticket_status_change',
		whenEmpty:
			'The credential has no Verify Token. Fill it in, and enter the same in SocialBoards.',
	},
	{ token: URL_TOKEN },
);

export const testedSupportBee = deliveries(
	{
		service: supportBee,
		newTrigger: () => new SupportBeeTrigger(),
		newCredential: () => new SupportBeeWebhookApi(),
		credential: { urlToken: URL_TOKEN },
		event: 'agent.reply.created',
		whenEmpty: nothingToCheck('URL Token', 'SupportBee'),
	},
	{ token: URL_TOKEN },
	(send) => [send(''), send('{"payload":null}')],
);

export const testedParrot = deliveries(
	{
		service: parrot,
		newTrigger: () => new ParrotTrigger(),
		newCredential: () => new ParrotWebhookApi(),
		credential: { password: VERIFY_TOKEN, headers: { values: [PARROT_HEADER] } },
		event: 'call.ended',
		whenEmpty: 'The credential has no Password. Fill it in, and enter the same in Parrot.',
	},
	{ header: PARROT_HEADER },
);

export const testedWalrus = deliveries(
	{
		service: walrus,
		newTrigger: () => new WalrusTrigger(),
		newCredential: () => new WalrusWebhookApi(),
		credential: { signatureToken: API_SECRET, previousSignatureToken: '' },
		event: 'ticket.changed',
		whenEmpty: nothingToCheck('Signature Token', 'Walrus'),
	},
	{ secret: API_SECRET },
);

export const testedHeron = deliveries(
	{
		service: heron,
		newTrigger: () => new HeronTrigger(),
		newCredential: () => new HeronWebhookApi(),
		credential: { secretKey: API_SECRET },
		event: 'convo.created',
		whenEmpty: nothingToCheck('Secret Key', 'Heron'),
	},
	{ secret: API_SECRET },
);

/** The services of this package. */
export const testedServices = [testedGlartek, testedGlassix, testedSocialBoards, testedSupportBee];

/** Services that do not exist: what the receiver does for a service that it has never seen. */
export const madeUpServices = [testedParrot, testedWalrus, testedHeron];

for (const { service } of madeUpServices) playService(service);

/** For describe.each: each service's name as its users write it, then the service. */
export const byName = [...testedServices, ...madeUpServices].map(
	(tested) => [tested.service.name, tested] as const,
);

/** A signature of Glassix. */
export const sign = (text: string | Buffer, secret = API_SECRET) =>
	`sha1=${createHmac('sha1', secret).update(text).digest('hex')}`;

/** The signatures that a delivery bears, in whatever header, without their prefixes. */
export const signaturesOf = ({ service }: TestedService, { headers = {} }: Sent): string[] =>
	service.checks.flatMap((check) => {
		const names = 'header' in check ? [check.header] : 'headers' in check ? check.headers : [];
		const prefix = 'prefix' in check ? (check.prefix ?? '') : '';
		return names.flatMap((name) =>
			headers[name] ? [String(headers[name]).slice(prefix.length)] : [],
		);
	});

/** A published trigger with a complete credential, for all events unless the parameters say otherwise. */
export const running = (
	tested: TestedService,
	parameters: Setup['parameters'] = {},
	setup: Partial<Setup> = {},
) =>
	new RunningTrigger(tested.newTrigger(), {
		credential: tested.credential,
		...setup,
		parameters: { triggerOn: ['allEvents'], ...parameters },
	});
