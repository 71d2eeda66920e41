import type { IWebhookFunctions } from 'n8n-workflow';

import { mediaTypeOf } from './lib/header';
import { Refusal } from './refusal';

type Headers = ReturnType<IWebhookFunctions['getRequestObject']>['headers'];

/** A delivery's HTTP request, as n8n hands it to the node. */
export interface DeliveryRequest {
	method: string;
	/** By name in lower case; one given twice is joined by a comma. */
	headers: Headers;
	/** The query string as it stands in the URL, without the question mark. */
	query: string;
	/** The client's address as n8n resolves it (behind a proxy: as far as `N8N_PROXY_HOPS` says). */
	address: string;
	/** Media type in lower case without parameters, '' where the delivery names none. */
	contentType: string;
	/** The label of the body's character set in lower case, '' where the delivery names none. */
	charset: string;
	/** What n8n parsed of the body: undefined where there is none or n8n does not parse its type. */
	parsed: unknown;
	/** The body's bytes (decompressed where the delivery is). @throws Refusal where they cannot be read. */
	bytes(): Promise<Buffer>;
}

/** What n8n adds to express's request. */
interface N8nRequest {
	body?: unknown;
	rawBody?: Buffer;
	readRawBody?(): Promise<void>;
}

/** Reads the request a webhook call came with; the body's bytes are read when a step asks for them. */
export function readRequest(context: IWebhookFunctions): DeliveryRequest {
	const request = context.getRequestObject();
	const { url } = request;
	const { type, charset } = mediaTypeOf(request.headers['content-type'] ?? '');
	return {
		method: request.method,
		headers: request.headers,
		query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
		address: request.ip ?? '',
		contentType: type,
		charset,
		parsed: context.getBodyData(),
		bytes: async () => await bytesOf(request as N8nRequest),
	};
}

/** n8n reads the bytes beforehand only of the types that it parses, and of multipart keeps none. */
async function bytesOf(request: N8nRequest): Promise<Buffer> {
	const isReadable = request.rawBody === undefined && request.body === undefined;
	const cause = !isReadable
		? undefined
		: await request.readRawBody?.().catch((error: { type?: string }) => error);
	if (cause?.type === 'entity.too.large') {
		throw new Refusal(
			'bodyTooLarge',
			'The body is larger than n8n accepts.',
			'Raise N8N_PAYLOAD_SIZE_MAX if deliveries may be this large.',
		);
	}
	if (cause) {
		throw new Refusal(
			'brokenBody',
			'The body ended too early.',
			'The sender closed the connection, or did not compress the body correctly.',
		);
	}
	return request.rawBody ?? Buffer.alloc(0);
}
