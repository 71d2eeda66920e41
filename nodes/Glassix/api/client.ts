import type { IHttpRequestOptions, ITriggerFunctions } from 'n8n-workflow';

import { isObject, parseJson } from '../../../receiver/lib/json';
import { orAborted } from '../../../receiver/lib/wait';
import { Fault, itsWords, passing, unanswered, type Answer } from './fault';

/** What an event is deleted with. */
export interface Receipt {
	/** Another one each time the event is fetched. */
	queueReceiptHandle: string;
	queueMessageId: string;
}

/** The credential type of the calls. */
export const CREDENTIAL = 'glassixApi';

/** A queue may hold a request for events until there are some; none is known to hold one this long. */
const HELD_AT_MOST_MS = 120_000;

const TIMEOUT_MS = 20_000;

/** The calls to Glassix's API that polling takes. All throw a Fault where they come to nothing. */
export class GlassixClient {
	constructor(private readonly context: ITriggerFunctions) {}

	/** Whether Glassix lets the credential's user in. */
	async check(signal: AbortSignal): Promise<void> {
		await this.call('users/getstatus', { method: 'GET' }, signal);
	}

	/**
	 * The queue's next events, not deleted there; none where nothing has happened.
	 * github.com/Glassix/glassix-sharp, Webhooks/WebhooksClient.cs
	 */
	async getEvents(signal: AbortSignal): Promise<unknown[]> {
		const { body } = await this.call(
			'webhooks/getevents?deleteEvents=false',
			{ method: 'GET', timeout: HELD_AT_MOST_MS },
			signal,
		);
		const answer = parse(body);
		if (answer === null) return [];
		if (Array.isArray(answer)) return answer as unknown[];
		if (isObject(answer) && Array.isArray(answer.changes)) return [answer];
		throw new Fault('Glassix answered the request for events with something else than events.');
	}

	/** Deletes events from the queue. @returns whether Glassix accepted all the receipts. */
	async deleteEvents(receipts: Receipt[]): Promise<boolean> {
		const options = {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: receipts.map(({ queueReceiptHandle, queueMessageId }) => ({
				queueReceiptHandle,
				queueMessageId,
			})),
		} as const;
		return await this.call('webhooks/deleteevents', options).then(
			() => true,
			(fault: Fault) => {
				if (fault instanceof ReceiptsRefused) return false;
				throw fault;
			},
		);
	}

	private async call(
		path: string,
		options: Omit<IHttpRequestOptions, 'url'>,
		signal?: AbortSignal,
	): Promise<Pick<Answer, 'headers' | 'body'>> {
		const request = this.context.helpers.httpRequestWithAuthentication.call(
			this.context,
			CREDENTIAL,
			{
				timeout: TIMEOUT_MS,
				...options,
				// The credential puts its base URL before it.
				url: `/${path}`,
				json: true,
				encoding: 'text',
				returnFullResponse: true,
				abortSignal: signal,
			},
		) as Promise<Pick<Answer, 'headers' | 'body'>>;
		try {
			// n8n hands the signal to the call, but not to the one for a token before it.
			const answer = await (signal ? orAborted(request, signal) : request);
			if (!/^text\/html/i.test(String(answer.headers['content-type']))) return answer;
		} catch (error) {
			throw faultOf(error, path);
		}
		throw new Fault(
			'A web page came instead of an answer of Glassix: see what stands between n8n and Glassix (a proxy, the log-in of a network).',
		);
	}
}

/** A 4xx that says nothing of the credential. */
class ReceiptsRefused extends Fault {}

/** What n8n makes of a call that came to nothing. */
interface CallError {
	cause?: {
		code?: unknown;
		response?: { status: number; headers: Record<string, unknown>; data: unknown };
		config?: { baseURL?: string };
	};
}

function faultOf(error: unknown, path: string): Fault {
	const cause = (error as CallError).cause;
	if (error instanceof Fault) return error;
	if (cause instanceof Fault) return cause;
	const what = path.split('?', 1)[0]!;
	if (!cause?.response)
		return unanswered(cause?.config?.baseURL ?? 'this address', what, cause?.code);

	const { status, headers, data: body } = cause.response;
	if (status === 401) {
		return new Fault(
			`Glassix does not accept the token it has just issued.${itsWords(body)} Check that the user of the credential is active and has access to the API key's department.`,
			{ stops: 'always' },
		);
	}
	if (status === 403) {
		return new Fault(
			`Glassix does not let the user of the credential call ${what}.${itsWords(body)} Give the user access to the API key's department, or enter another user.`,
			{ stops: 'whenPublishing' },
		);
	}
	const fault = passing(what, { status, headers, body });
	const isReceiptsFault = status >= 400 && status < 500 && status !== 408 && status !== 429;
	return isReceiptsFault ? new ReceiptsRefused(fault.message) : fault;
}

/** @throws Fault where the answer is not JSON: a proxy's page, or the first half of an answer. */
function parse(body: unknown): unknown {
	if (typeof body !== 'string') return body ?? null;
	const parsed = body.trim() === '' ? null : parseJson(body);
	if (parsed !== undefined) return parsed;
	throw new Fault('Glassix answered the request for events with something that is not JSON.');
}
