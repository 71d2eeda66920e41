import type { IHttpRequestOptions, ITriggerFunctions } from 'n8n-workflow';

import { asText, isObject, parseJson } from '../../../receiver/lib/json';
import { inTime } from '../../../receiver/lib/wait';
import { accountOf, type Account } from './account';
import {
	answerOf,
	Fault,
	isRedirect,
	itsWords,
	passing,
	redirected,
	unanswered,
	unfinished,
	unreadable,
	type Answer,
	type FullResponse,
} from './fault';
import { refuseToken, whyNoToken } from './token';

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

/** For the whole answer, however it comes. */
const TIMEOUT_MS = 20_000;

/** A call, and how long its whole answer may take. */
type Call = Pick<IHttpRequestOptions, 'method' | 'headers' | 'body'> & { withinMs?: number };

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
			{ method: 'GET', withinMs: HELD_AT_MOST_MS },
			signal,
		);
		const answer = parse(body);
		if (answer === null) return [];
		if (Array.isArray(answer)) return answer as unknown[];
		if (isObject(answer) && Array.isArray(answer.changes)) return [answer];
		throw new Fault('Glassix answered the request for events with something other than events.');
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

	private async call(path: string, call: Call, signal?: AbortSignal): Promise<Answer> {
		const first = await this.send(path, call, signal);
		// The token of the second try is a new one.
		const answer = first.status === 401 ? await this.send(path, call, signal) : first;
		if (answer.status < 200 || answer.status > 299) throw await this.faultOf(answer, path, signal);
		if (!/^text\/html/i.test(String(answer.headers['content-type']))) return answer;
		throw new Fault(
			"A web page came instead of an answer from Glassix. Check what is between n8n and Glassix, such as a proxy or a network's sign-in page.",
		);
	}

	/** @returns the answer, whatever its status: of one that n8n makes an error of, not every n8n tells all. */
	private async send(
		path: string,
		{ withinMs = TIMEOUT_MS, ...call }: Call,
		signal?: AbortSignal,
	): Promise<Answer> {
		const began = Date.now();
		const request: IHttpRequestOptions = {
			...call,
			// The credential puts its base URL before it, and the token into the headers.
			url: `/${path}`,
			json: true,
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		};
		const response = await inTime(
			withinMs,
			async (abortSignal) => {
				request.abortSignal = abortSignal;
				return (await this.context.helpers.httpRequestWithAuthentication.call(
					this.context,
					CREDENTIAL,
					request,
				)) as FullResponse;
			},
			signal,
		).catch(async (error: CallError) => {
			signal?.throwIfAborted();
			throw await this.whyUnanswered(error, path, began, signal);
		});
		if (!response) throw unfinished(nameOf(path), withinMs);
		const { Authorization: sent } = { ...request.headers };
		if (response.statusCode === 401) refuseToken(asText(sent).replace('Bearer ', ''));
		return answerOf(response);
	}

	/** The fault of a call that got no answer: Glassix, the network or n8n itself may be why. */
	private async whyUnanswered(
		error: CallError,
		path: string,
		since: number,
		signal?: AbortSignal,
	): Promise<Fault> {
		const account = await this.account(signal);
		const fault = whyNoToken(account, since);
		if (fault) return fault;
		const code = error.cause?.code ?? error.httpCode;
		// Of the network and of TLS, not of a database.
		const isOfNetwork = typeof code === 'string' && /^(?!SQLITE)[A-Z][A-Z_]{3,}$/.test(code);
		if (isOfNetwork) return unanswered(account.baseUrl, nameOf(path), code);
		const [said = error.message] = error.messages ?? [];
		return new Fault(`n8n could not make the call ${nameOf(path)}: ${said}`);
	}

	/** @throws Fault where there is none to be had from the credential. */
	private async account(signal?: AbortSignal): Promise<Account> {
		const reading = async () =>
			await this.context.getCredentials(CREDENTIAL).catch((error: Error) => {
				throw unreadable(error);
			});
		const fields = await inTime(TIMEOUT_MS, reading, signal);
		if (fields) return accountOf(fields);
		throw unreadable(new Error(`its database has not answered within ${TIMEOUT_MS / 1000} s`));
	}

	private async faultOf(answer: Answer, path: string, signal?: AbortSignal): Promise<Fault> {
		const { status, body } = answer;
		const what = nameOf(path);
		if (isRedirect(answer)) return redirected((await this.account(signal)).baseUrl, what, answer);
		if (status === 401) {
			return new Fault(
				`Glassix does not accept the token it just issued.${itsWords(body)} Check that the user of the credential is active and has access to the API key's department.`,
				{ stops: 'always' },
			);
		}
		if (status === 403) {
			return new Fault(
				`Glassix does not allow the credential's user to call ${what}.${itsWords(body)} Give the user access to the API key's department, or enter another user.`,
				{ stops: 'whenPublishing' },
			);
		}
		const fault = passing(what, answer);
		const isReceiptsFault = status >= 400 && status < 500 && status !== 408 && status !== 429;
		return isReceiptsFault ? new ReceiptsRefused(fault.message) : fault;
	}
}

const nameOf = (path: string) => path.split('?', 1)[0]!;

/** A 4xx that says nothing of the credential. */
class ReceiptsRefused extends Fault {}

/** What n8n makes of a call that got no answer; `cause` is not there below n8n 2.34. */
interface CallError extends Error {
	cause?: { code?: unknown };
	/** The network's code, such as ENOTFOUND, where there is no status. */
	httpCode?: string | null;
	/** The message as it was, before others. */
	messages?: string[];
}

/** @throws Fault where the answer is not JSON: a proxy's page, or the first half of an answer. */
function parse(body: unknown): unknown {
	if (typeof body !== 'string') return body ?? null;
	const parsed = body.trim() === '' ? null : parseJson(body);
	if (parsed !== undefined) return parsed;
	throw new Fault('Glassix answered the request for events with something that is not JSON.');
}
