import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answer } from './answer';
import { log, logRefused } from './log';
import { nodeKey } from './memory';
import { Refusal } from './refusal';
import { canFail, failing, type Report } from './report';
import type { DeliveryRequest } from './request';
import { resembles, resemblesHandshake } from './resemblance';
import type { Service } from './service';
import type { Settings } from './settings';
import { countForLog, countForRecord, type Count } from './tally';

/** What is known of a call so far: the steps before the one that threw have found it out. */
export interface Known {
	request?: DeliveryRequest;
	settings?: Settings;
	/** Whether its sender has shown that it is let in. */
	isAuthenticated?: boolean;
}

/**
 * Answers a delivery that a step refused with its status and reason. What the workflow's author should know of
 * starts an execution that fails at once, and says how to fix it; the log says it of all others, too.
 * @throws what is no Refusal.
 */
export function refuse(
	context: IWebhookFunctions,
	service: Service,
	error: unknown,
	known: Known,
): IWebhookResponseData {
	if (!(error instanceof Refusal)) throw error;
	// In the editor each is somebody's own try, and n8n listens no longer once it has one: nothing to count.
	const isTest = context.getMode() === 'manual';
	const logged = isTest ? ONE : countForLog(nodeKey(context), error.kind);
	if (logged) logRefused(context, service, error, logged);
	const report = reportOf(context, service, error, known);
	return {
		...answer(context, error.status, error.reason),
		...(report && { workflowData: [failing([{ json: {} }], report)] }),
	};
}

const ONE: Count = { number: 1, since: 0 };

/** What an execution says of a refused delivery; undefined where there is none: whom it is for would not miss it. */
function reportOf(
	context: IWebhookFunctions,
	service: Service,
	refusal: Refusal,
	{ request, settings, isAuthenticated = false }: Known,
): Report | undefined {
	if (!canFail(context.getNode()) || !request) return undefined;
	const isTest = context.getMode() === 'manual';
	const isHandshake = context.getWebhookName() === 'setup';
	const isServices = isHandshake
		? resemblesHandshake(service, request)
		: isTest || isAuthenticated || resembles(service, request);
	if (!isServices) return undefined;
	if (isTest) return reportText(refusal, ONE);
	const isWanted = settings?.options.reportRefusedDeliveries !== 'logOnly';
	const count = isWanted && refusal.isTheAuthors && countForRecord(nodeKey(context), refusal.kind);
	return count ? reportText(refusal, count) : undefined;
}

function reportText({ status, reason, fix }: Refusal, { number, since }: Count): Report {
	const often =
		number === 1
			? ''
			: ` Deliveries refused for this reason since ${new Date(since).toISOString()}: ${number}.`;
	return { message: `Refused a delivery (${status}): ${reason}`, description: `${fix}${often}` };
}

/**
 * Answers a delivery that a step could not handle with 500: whatever was thrown is the node's own doing, or n8n's.
 * No execution is made of it. The log says where it was thrown.
 */
export function giveUp(
	context: IWebhookFunctions,
	service: Service,
	error: unknown,
): IWebhookResponseData {
	const what = 'could not handle a delivery (500)';
	log(
		context,
		'error',
		service,
		what,
		`${error instanceof Error ? error.name : 'An error'} in the node itself.`,
		'Please report it, with the debug log of another try.',
	);
	for (const frame of framesOf(error)) log(context, 'debug', service, what, frame, '');
	return answer(context, 500, 'The delivery could not be handled.');
}

const MOST_FRAMES = 10;

/** Where an error was thrown, without its message: that may quote what must not be in a log. */
function framesOf(error: unknown): string[] {
	if (!(error instanceof Error)) return [];
	const { message, stack = '' } = error;
	const below = stack.slice(stack.indexOf(message) + message.length);
	return below
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line.startsWith('at '))
		.slice(0, MOST_FRAMES);
}
