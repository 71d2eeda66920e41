import { NodeOperationError, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';

import type { IdentifiedEvent } from '../../../receiver/delivery';
import { inTime, wait } from '../../../receiver/lib/wait';
import { nodeKey } from '../../../receiver/memory';
import { Refusal } from '../../../receiver/refusal';
import { select, whyNothingIsSelected } from '../../../receiver/select';
import { readSettings } from '../../../receiver/settings';
import { CREDENTIAL, GlassixClient } from '../api/client';
import { glassix } from '../service';
import { leaveLedger } from './ledger';
import { PollingLoop } from './loop';
import { readMessages } from './messages';
import { executionData } from './runs';
import { pollingSettings, type PollingSettings } from './settings';

/** How long a test in the editor waits for an event: n8n itself never ends it. */
const TEST_ENDS_AFTER_MS = 600_000;

/** The loops that run, by node: there is never a second one. */
const loops = new Map<string, PollingLoop>();

/** Runs the trigger: in the editor for one try, else until the workflow is stopped. */
export async function startPolling(context: ITriggerFunctions): Promise<ITriggerResponse> {
	// n8n evaluates expressions while the trigger starts, not later on.
	const settings = settingsOf(context);
	// n8n's own message tells best why a credential cannot be had.
	await context.getCredentials(CREDENTIAL);
	return context.getMode() === 'manual'
		? tryOnce(context, settings)
		: await poll(context, settings);
}

/** @throws NodeOperationError that names the field where a parameter cannot be read. */
function settingsOf(context: ITriggerFunctions): PollingSettings {
	try {
		const settings = readSettings(context, pollingSettings);
		const why = whyNothingIsSelected(glassix, settings);
		if (!why) return settings;
		throw why;
	} catch (error) {
		const why = error instanceof Refusal ? `${error.reason} ${error.fix}` : (error as Error);
		throw new NodeOperationError(context.getNode(), why);
	}
}

async function poll(
	context: ITriggerFunctions,
	settings: PollingSettings,
): Promise<ITriggerResponse> {
	const key = nodeKey(context);
	const loop = new PollingLoop(context, settings);
	const former = loops.get(key);
	loops.set(key, loop);
	const closeFunction = async () => {
		await loop.stop();
		if (loops.get(key) !== loop) return;
		loops.delete(key);
		leaveLedger(key);
	};
	await former?.stop();
	const why = await whyNotLetIn(key, loop);
	if (why !== undefined) {
		await closeFunction();
		throw new NodeOperationError(context.getNode(), why);
	}
	loop.start();
	return { closeFunction };
}

/** What becomes of a start that another one overtakes is what becomes of that one: n8n may retry two at once. */
async function whyNotLetIn(key: string, loop: PollingLoop): Promise<string | undefined> {
	const why = await loop.whyNotLetIn();
	const latest = loops.get(key);
	return latest && latest !== loop ? await whyNotLetIn(key, latest) : why;
}

const NOTHING_CAME = `No selected event came within ${TEST_ENDS_AFTER_MS / 60_000} minutes. Trigger one in Glassix and execute the step again. A published workflow that uses the same API key may have fetched it.`;

/**
 * Waits for the first events the user wants. All of them stay in the queue, from which Glassix hands them
 * out again: a try in the editor takes nothing from the published workflow.
 */
function tryOnce(context: ITriggerFunctions, settings: PollingSettings): ITriggerResponse {
	const stopping = new AbortController();
	const search = async (signal: AbortSignal) => await firstEvents(context, settings, signal);
	return {
		closeFunction: async () => stopping.abort(new Error('The test was stopped')),
		manualTriggerFunction: async () => {
			const events = await inTime(TEST_ENDS_AFTER_MS, search, stopping.signal).catch(
				(error: Error) => {
					if (stopping.signal.aborted) return [];
					throw error;
				},
			);
			if (!events) throw new NodeOperationError(context.getNode(), NOTHING_CAME);
			if (events.length > 0) context.emit(executionData(events, settings));
		},
	};
}

/** Fetches until there are events that the user wants. */
async function firstEvents(
	context: ITriggerFunctions,
	settings: PollingSettings,
	signal: AbortSignal,
): Promise<IdentifiedEvent[]> {
	const client = new GlassixClient(context);
	while (!signal.aborted) {
		const began = Date.now();
		const messages = readMessages(await fetchEvents(context, client, signal));
		const selected = messages
			.map((message) => select(glassix, message.events, settings).selected)
			.filter((events) => events.length > 0);
		const [first = [], ...more] = selected;
		const tried = settings.startExecution === 'oncePerBatch' ? [first, ...more].flat() : first;
		if (tried.length > 0) return tried;
		await wait(settings.options.pollInterval * 1000 - (Date.now() - began), signal);
	}
	return [];
}

async function fetchEvents(
	context: ITriggerFunctions,
	client: GlassixClient,
	signal: AbortSignal,
): Promise<unknown[]> {
	try {
		return await client.getEvents(signal);
	} catch (error) {
		if (signal.aborted) return [];
		throw new NodeOperationError(context.getNode(), (error as Error).message);
	}
}
