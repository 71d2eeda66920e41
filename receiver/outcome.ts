import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import type { Service } from './service';

/** n8n's response, as far as it is watched here. */
export type WatchedResponse = Pick<
	ReturnType<IWebhookFunctions['getResponseObject']>,
	'once' | 'statusCode' | 'writableEnded' | 'writableFinished' | 'destroyed'
>;

/** How a delivery ended for the service. */
export interface Outcome {
	/** Whether n8n answered 2xx: it has the event. */
	accepted: boolean;
	/** Whether the service may have missed that answer. */
	doubtful: boolean;
}

/** Part of a service's time-out that is certainly left to us: the rest goes to the network and to n8n before the node runs. */
const SHARE = 0.8;

/** How long an answer may take, in milliseconds, for the service to have it for certain. */
export const patienceOf = ({ timeout }: Pick<Service, 'timeout'>) => timeout * 1000 * SHARE;

/** How long n8n may take to answer a connection that is closed, before the event counts as not accepted. */
const LONGEST_HANDLING_MS = 600_000;

const LOOK_AGAIN_MS = 100;

/** Watches how n8n answers a delivery. Never rejects. */
export async function outcomeOf(response: WatchedResponse, patienceMs: number): Promise<Outcome> {
	const start = Date.now();
	const isOut = await new Promise<boolean>((resolve) => {
		response.once('finish', () => resolve(true));
		response.once('close', () => resolve(false));
		if (response.destroyed) resolve(false);
	});
	// The service has closed the connection; n8n goes on handling the delivery and answers nobody.
	while (!response.writableEnded && Date.now() - start < LONGEST_HANDLING_MS) {
		await sleep(LOOK_AGAIN_MS);
	}
	const isSuccess = response.statusCode >= 200 && response.statusCode < 300;
	return {
		accepted: response.writableEnded && isSuccess,
		doubtful: !isOut || Date.now() - start > patienceMs,
	};
}
