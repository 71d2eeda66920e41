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
import { headersFor, urlFor } from '../../scripts/send/services';
import type { Sent } from './sender';
import { RunningTrigger, type Setup } from './webhook';

export const URL_TOKEN = 'url-token-7Hq2mXv9';
export const VERIFY_TOKEN = 'verify-token-Lw4RzK81';
export const API_SECRET = 'api-secret-Jd83hQpYw5';
export const PREVIOUS_API_SECRET = 'api-secret-before-Tn6Xc';

/** A service as the tests use it. */
export interface TestedService {
	service: Service;
	newTrigger: () => INodeType;
	newCredential: () => { name: string; properties: unknown[] };
	/** A credential as its user fills it in. */
	credential: ICredentialDataDecryptedObject;
	/** An event with a fixture that most tests use. */
	event: string;
	/** A delivery as the service sends it. */
	delivery(body: string | Buffer, event?: string): Sent;
	/** The same by somebody who does not know the secret. */
	forgery(body: string | Buffer, event?: string): Sent;
}

export const sign = (text: string | Buffer, secret = API_SECRET) =>
	`sha1=${createHmac('sha1', secret).update(text).digest('hex')}`;

/** What a sender shows that it is the service. */
type Proof = { secret: string } | { token: string };

/** The deliveries of a service, made as `npm run send` makes them. */
function deliveries(
	tested: Omit<TestedService, 'delivery' | 'forgery'>,
	proof: Proof,
): TestedService {
	const { id } = tested.service;
	const sentWith =
		(shown: { secret?: string; token?: string }) =>
		(body: string | Buffer, event = tested.event): Sent => {
			const { search } = new URL(urlFor(id, event, { url: 'http://localhost', ...shown }));
			return {
				body,
				headers: headersFor(id, body, shown.secret, {}),
				...(search && { query: search.slice(1) }),
			};
		};
	const guess = Object.fromEntries(Object.keys(proof).map((name) => [name, 'a-strangers-guess']));
	return { ...tested, delivery: sentWith(proof), forgery: sentWith(guess) };
}

export const testedGlassix = deliveries(
	{
		service: glassix,
		newTrigger: () => new GlassixTrigger(),
		newCredential: () => new GlassixWebhookApi(),
		credential: { apiSecret: API_SECRET, previousApiSecret: '', headers: {} },
		event: 'TICKET_STATE_CHANGE',
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
	},
	{ token: URL_TOKEN },
);

export const testedSocialBoards = deliveries(
	{
		service: socialBoards,
		newTrigger: () => new SocialBoardsTrigger(),
		newCredential: () => new SocialBoardsWebhookApi(),
		credential: { verifyToken: VERIFY_TOKEN, urlToken: URL_TOKEN },
		event: 'ticket_status_change',
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
	},
	{ token: URL_TOKEN },
);

export const testedServices = [testedGlartek, testedGlassix, testedSocialBoards, testedSupportBee];

/** For describe.each: the service's name as its users write it, then the service. */
export const byName = testedServices.map((tested) => [tested.service.name, tested] as const);

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
