import { request as sendRequest, type Server } from 'http';
import type { AddressInfo } from 'net';

/** A request of the service, or of a stranger. */
export interface Sent {
	method?: string;
	/** As it stands in the URL, without the question mark. */
	query?: string;
	headers?: Record<string, string>;
	body?: string | Buffer;
	/** The client's address as n8n resolves it. */
	address?: string;
	/** The client closes the connection when it has sent the body, although more is announced. */
	closesEarly?: boolean;
}

/** What the sender gets; status 0 where it gets no answer. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** The connection was closed, by whichever side, before there was an answer. */
const NO_ANSWER: Answer = { status: 0, headers: {}, text: '' };

/** Sends a request to a server of this machine. */
export async function send(server: Server, sent: Sent): Promise<Answer> {
	const { method = 'POST', query, headers = {}, body = '', closesEarly = false } = sent;
	const { port } = server.address() as AddressInfo;
	const length = Buffer.byteLength(body) + (closesEarly ? 10 : 0);
	const path = `/webhook/test/webhook${query === undefined ? '' : `?${query}`}`;
	const options = {
		host: '127.0.0.1',
		port,
		method,
		path,
		headers: { ...headers, ...(length > 0 && { 'content-length': length }) },
	};
	return await new Promise<Answer>((resolve) => {
		const request = sendRequest(options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString('utf8');
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
			});
		});
		request.on('error', () => resolve(NO_ANSWER));
		if (!closesEarly) {
			request.end(body);
			return;
		}
		request.write(body, () => setTimeout(() => request.destroy(), 20));
	});
}
