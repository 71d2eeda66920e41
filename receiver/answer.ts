import { sleep, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';

/**
 * Answers a delivery that starts no execution, and tells n8n that it is answered.
 * Plain text that no browser takes for anything else.
 */
export function answer(
	context: IWebhookFunctions,
	status: number,
	text = '',
): IWebhookResponseData {
	const response = context.getResponseObject();
	response.statusCode = status;
	if (text !== '') {
		response.setHeader('Content-Type', 'text/plain; charset=utf-8');
		response.setHeader('X-Content-Type-Options', 'nosniff');
	}
	// A known length: without it an empty answer, too, would go out in chunks.
	response.setHeader('Content-Length', Buffer.byteLength(text));
	response.end(text);
	return { noWebhookResponse: true };
}

/** n8n's response, as far as it is watched here. */
export type WatchedResponse = Pick<
	ReturnType<IWebhookFunctions['getResponseObject']>,
	'once' | 'statusCode' | 'writableEnded' | 'writableFinished' | 'destroyed'
>;

/** How a delivery was answered. */
interface Answered {
	/** Whether n8n answered 2xx: it has the event. */
	isAccepted: boolean;
	/** Whether the service may have missed that answer, and so may send the event again. */
	isUnconfirmed: boolean;
}

/** How long n8n may take to answer a connection that is closed, before the event counts as not accepted. */
const LONGEST_HANDLING_MS = 600_000;

const LOOK_AGAIN_MS = 100;

/**
 * Watches how n8n answers a delivery. Never rejects.
 * @param ackDeadlineMs how long the answer may take for the service to have it for certain.
 */
export async function watchAnswer(
	response: WatchedResponse,
	ackDeadlineMs: number,
): Promise<Answered> {
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
		isAccepted: response.writableEnded && isSuccess,
		isUnconfirmed: !isOut || Date.now() - start > ackDeadlineMs,
	};
}
