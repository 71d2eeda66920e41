import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

export interface Outcome {
	/** Undefined where there was no answer. */
	status: number | undefined;
	/** The answer's body, or why there was none. */
	text: string;
	milliseconds: number;
}

export interface SentRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string | Buffer;
	timeoutSeconds: number;
}

/** Keeps so many connections open; to be destroyed at the end. */
export function openConnections(url: string, connections: number): http.Agent {
	const { Agent } = new URL(url).protocol === 'https:' ? https : http;
	return new Agent({ keepAlive: true, maxSockets: connections });
}

/**
 * Sends a request and waits for its answer as long as the service does.
 * @returns Never rejects.
 */
export async function deliver(
	agent: http.Agent,
	{ method, url, headers, body, timeoutSeconds }: SentRequest,
): Promise<Outcome> {
	const started = performance.now();
	const { request } = new URL(url).protocol === 'https:' ? https : http;
	const length = { 'Content-Length': String(Buffer.byteLength(body)) };
	const signal = AbortSignal.timeout(timeoutSeconds * 1000);
	try {
		const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
			const sent = request(
				url,
				{
					agent,
					method,
					headers: { ...headers, ...(Buffer.byteLength(body) > 0 && length) },
					signal,
				},
				resolve,
			);
			sent.once('error', reject);
			sent.end(body);
		});
		const answered = await text(response);
		return {
			status: response.statusCode,
			text: answered,
			milliseconds: performance.now() - started,
		};
	} catch (reason) {
		return {
			status: undefined,
			text: whyNone(reason, timeoutSeconds),
			milliseconds: performance.now() - started,
		};
	}
}

function whyNone(reason: unknown, timeoutSeconds: number): string {
	const { code = '', name, message } = reason as NodeJS.ErrnoException;
	if (name === 'AbortError') return `no answer within ${timeoutSeconds} s`;
	if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
	if (code === 'ENOTFOUND') return 'there is no such host (ENOTFOUND)';
	return code ? `${message} (${code})` : message;
}

export function isTaken({ status }: Outcome): boolean {
	return status !== undefined && status >= 200 && status < 300;
}
