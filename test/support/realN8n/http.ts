import http from 'node:http';
import net from 'node:net';

/** A request as it goes over the wire: nothing is added but `Host` and the body's length. */
export interface RawRequest {
	method?: string;
	/** A list of pairs can hold the same name twice. */
	headers?: Record<string, string> | [name: string, value: string][];
	body?: string | Uint8Array;
	/** Instead of `body`: sent as JSON, with that content type unless `headers` name another. */
	json?: unknown;
}

export interface RawResponse {
	status: number;
	headers: http.IncomingHttpHeaders;
	body: Buffer;
	text: string;
}

/** @param url Sent as it is: neither its path nor its query is normalized. */
export function send(url: string, request: RawRequest = {}): Promise<RawResponse> {
	const { host, hostname, port, path } = split(url);
	const body = bodyOf(request);
	const method = request.method ?? (body ? 'POST' : 'GET');
	const headers = headersOf(request);
	addMissing(headers, 'Host', host);
	if (request.json !== undefined) addMissing(headers, 'Content-Type', 'application/json');
	if (body && !has(headers, 'Transfer-Encoding')) {
		addMissing(headers, 'Content-Length', String(body.length));
	}
	return new Promise((resolve, reject) => {
		const sent = http.request(
			{ hostname, port, path, method, headers: headers.flat(), agent: false },
			(response) => {
				collect(response).then(
					(received) =>
						resolve({
							status: response.statusCode ?? 0,
							headers: response.headers,
							body: received,
							text: received.toString('utf8'),
						}),
					reject,
				);
			},
		);
		sent.once('error', reject);
		sent.end(body);
	});
}

/**
 * Sends bytes that need not be HTTP at all.
 *
 * @returns All that came back until n8n closed the connection.
 */
export async function sendBytes(url: string, bytes: string | Uint8Array): Promise<string> {
	const { hostname, port } = split(url);
	const socket = net.connect({ host: hostname, port });
	socket.write(bytes);
	return (await collect(socket)).toString('latin1');
}

function split(url: string) {
	const [, host, hostname, port, path] = /^http:\/\/(([^/:]+):(\d+))((?:[/?].*)?)$/.exec(url) ?? [];
	if (!host || !hostname) throw new Error(`${url} is not of the form http://host:port/path`);
	return { host, hostname, port: Number(port), path: path || '/' };
}

function bodyOf({ body, json }: RawRequest): Buffer | undefined {
	if (json !== undefined) return Buffer.from(JSON.stringify(json));
	return body === undefined ? undefined : Buffer.from(body as Uint8Array);
}

function headersOf({ headers = {} }: RawRequest): [string, string][] {
	return Array.isArray(headers) ? [...headers] : Object.entries(headers);
}

function addMissing(headers: [string, string][], name: string, value: string): void {
	if (!has(headers, name)) headers.push([name, value]);
}

function has(headers: [string, string][], name: string): boolean {
	return headers.some(([other]) => other.toLowerCase() === name.toLowerCase());
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks);
}
