import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answer } from './answer';
import { authenticate, authenticateUrl } from './authenticate';
import { deduplicate } from './deduplicate';
import { handshake } from './handshake';
import { identify } from './identify';
import { allowAddress } from './ipAllowlist';
import { toItems } from './item';
import { logIgnored, logUnstarted } from './log';
import { nodeKey } from './memory';
import { read } from './read';
import { redact } from './redact';
import { giveUp, refuse, type Known } from './refuse';
import { failing, unrecognizedReport } from './report';
import { readRequest } from './request';
import { readSecrets } from './secrets';
import { select, unknownAmong } from './select';
import type { Service } from './service';
import { readSettings } from './settings';

/**
 * Takes a call of a trigger's webhook through the steps that every delivery passes.
 * Ends the response itself wherever no execution starts; else n8n answers 200 once it has the execution.
 * Never throws: a throw would make n8n answer 500 and record an execution for each forged request. What fails here
 * is refused; of the first refusals of a kind an execution is started that fails at the trigger, see passOn().
 */
export async function receive(
	context: IWebhookFunctions,
	service: Service,
): Promise<IWebhookResponseData> {
	const known: Known = {};
	return await takeThroughSteps(context, service, known)
		.catch((error: unknown) => refuse(context, service, error, known))
		.catch((error: unknown) => giveUp(context, service, error));
}

/** @param known is filled in on the way, for what has to be said where a step throws. */
async function takeThroughSteps(
	context: IWebhookFunctions,
	service: Service,
	known: Known,
): Promise<IWebhookResponseData> {
	const receivedAt = new Date().toISOString();
	const request = (known.request = readRequest(context));
	const settings = (known.settings = readSettings(context, service.settings));
	const { options } = settings;
	allowAddress(request.address, options.ipAllowlist);
	const secrets = await readSecrets(context, service);

	if (service.handshake && context.getWebhookName() === 'setup') {
		const challenge = handshake(service.handshake, request.query, secrets);
		await authenticateUrl(service, { request, secrets, settings });
		return answer(context, 200, challenge);
	}
	known.isAuthenticated = await authenticate(service, { request, secrets, settings });
	const delivery = await read(service, request, settings, secrets);
	const events = identify(service, delivery);
	const { selected, ignored } = select(service, events, settings);
	logIgnored(context, service, unknownAmong(service, ignored));
	// A test run is the user's own try: it counts for nothing, and no earlier delivery stands in its way.
	const isTest = context.getMode() === 'manual';
	const { fresh, repeats } = isTest
		? { fresh: selected, repeats: [] }
		: await deduplicate(service, nodeKey(context), selected, settings, context.getResponseObject());
	logUnstarted(context, service, ignored, repeats);
	if (fresh.length === 0) {
		const why =
			repeats.length > 0 ? ALREADY_RECEIVED : ignored.length > 0 ? NOT_SELECTED : NOTHING_IN_IT;
		return answer(context, 200, service.wantsEmptyAnswers ? '' : why);
	}

	const redacted = options.includeRequest ? { request: redact(request, secrets) } : {};
	const report = unrecognizedReport(context, fresh, options);
	// What is reported is reported whole.
	const simplify = settings.simplify && !report;
	const items = toItems(service, fresh, { ...settings, simplify }, { receivedAt, ...redacted });
	return { workflowData: [report ? failing(items, report) : items] };
}

/** Why an accepted delivery starts no execution, for who sends it and looks at the answer. */
const ALREADY_RECEIVED = 'Already received.';
const NOT_SELECTED = 'Event not selected in the trigger.';
const NOTHING_IN_IT = 'No event in this delivery.';
