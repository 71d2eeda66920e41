import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answer } from './answer';
import { authenticate } from './authenticate';
import { allowAddress, ipAllowList } from './checks/ipAllowList';
import { deduplicate, nodeKey } from './deduplicate';
import { handshake } from './handshake';
import { identify, type IdentifiedEvent } from './identify';
import { asExecutionData, simplify, toItem } from './item';
import { log } from './log';
import { read } from './read';
import { Refusal } from './refusal';
import { readRequest } from './request';
import { withoutSecrets } from './shownRequest';
import { select } from './select';
import type { Service } from './service';
import { readSecrets, readSettings, type Settings } from './settings';

/**
 * Takes a call of a trigger's webhook through the steps that every delivery passes.
 * Ends the response itself wherever no execution starts; else n8n answers 200 once it has the execution.
 * Never throws: a throw would make n8n answer 500 and record an execution for each forged request.
 */
export async function receive(
	context: IWebhookFunctions,
	service: Service,
): Promise<IWebhookResponseData> {
	try {
		return await passSteps(context, service);
	} catch (error) {
		if (error instanceof Refusal) {
			log(
				context,
				'warn',
				service,
				`refused a delivery (${error.status})`,
				error.reason,
				error.mend,
			);
			return answer(context, error.status, error.reason);
		}
		log(
			context,
			'error',
			service,
			'could not handle a delivery (500)',
			`${(error as Error).name} in the node itself.`,
			'Please report it with the debug log of a second try.',
		);
		// Without its first line, the message: that may quote what must not be in a log.
		context.logger.debug((error as Error).stack?.replace(/^.*\n/, '') ?? '');
		return answer(context, 500, 'The delivery could not be handled.');
	}
}

async function passSteps(
	context: IWebhookFunctions,
	service: Service,
): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	const request = readRequest(context);
	const receivedAt = new Date().toISOString();
	allowAddress(request.address, ipAllowList(settings));
	const secrets = await readSecrets(context, service);

	if (service.handshake && context.getWebhookName() === 'setup') {
		return answer(context, 200, handshake(service.handshake, request.query, secrets));
	}
	await authenticate(service, { request, secrets, settings });
	const delivery = await read(service, request, settings);
	const { wanted, unknownPassedOver } = select(service, identify(service, delivery), settings);
	if (unknownPassedOver.length > 0) {
		log(
			context,
			'info',
			service,
			'passed over a delivery',
			`Its event is not selected, and not known: ${shortList(unknownPassedOver)}.`,
			'To receive it, select "All Events" or add it under "Other Event Names".',
		);
	}
	// A test run is the user's own try: it counts for nothing, and no earlier delivery stands in its way.
	const isTest = context.getMode() === 'manual';
	const fresh = isTest ? wanted : await dropRepeats(context, service, wanted, settings);
	if (fresh.length === 0) return answer(context, 200);

	const { includeRequest, simplify: isSimplified } = settings.options;
	const shown = includeRequest ? { request: withoutSecrets(request, secrets) } : {};
	const items = fresh
		.map((event) => toItem(service, event, receivedAt))
		.map((item) => (isSimplified ? simplify(service, item) : { ...item, ...shown }));
	return { workflowData: [asExecutionData(items)] };
}

/** Event names for the log, whatever a delivery may call its events. */
const shortList = (names: string[]) =>
	JSON.stringify(names.slice(0, 5).map((name) => name.slice(0, 80)));

async function dropRepeats(
	context: IWebhookFunctions,
	service: Service,
	events: IdentifiedEvent[],
	settings: Settings,
): Promise<IdentifiedEvent[]> {
	const response = context.getResponseObject();
	return await deduplicate(service, nodeKey(context), events, settings, response);
}
