import type { IncomingMessage } from 'http';
import { parse as parseForm } from 'querystring';
import { buffer } from 'stream/consumers';
import { createGunzip, createInflate } from 'zlib';

/** A request with what n8n's server adds to it before a node sees it. */
export type N8nRequest = IncomingMessage & {
	ip?: string | undefined;
	query: Record<string, string>;
	params: Record<string, string>;
	body?: unknown;
};

/** n8n's limit unless N8N_PAYLOAD_SIZE_MAX says otherwise. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** What n8n answers itself, before the node runs. */
export class NotParsed extends Error {
	readonly status = 422;
}

/** The body's bytes, decompressed: as n8n's reader gives them and fails on them. */
async function readBytes(request: IncomingMessage): Promise<Buffer> {
	const encoding = request.headers['content-encoding'];
	const isCompressed = encoding === 'gzip' || encoding === 'deflate';
	if (request.destroyed || !request.readable) throw new Error('Request body stream was aborted');
	if (!isCompressed && Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
		throw Object.assign(new Error('request entity too large'), { type: 'entity.too.large' });
	}
	if (!isCompressed) return await buffer(request);
	return await buffer(request.pipe(encoding === 'gzip' ? createGunzip() : createInflate()));
}

/** Prepares a request as n8n does for a node whose version is above 1: only some types are read and parsed. */
export async function parseAsN8n(request: N8nRequest): Promise<void> {
	const header = request.headers['content-type'];
	request.contentType = header?.split(';', 1)[0]!.toLowerCase();
	const encoding = header === undefined ? undefined : encodingOf(header);
	request.readRawBody = async () => {
		request.rawBody ??= await readBytes(request);
	};
	const type = request.contentType ?? '';
	if (type === 'multipart/form-data') {
		// n8n parses the stream itself and keeps no bytes.
		await buffer(request);
		request.body = { data: { note: 'from a form' }, files: {} };
		return;
	}
	if (!isParsed(type)) return;
	await request.readRawBody();
	if (request.rawBody.length > 0) request.body = parse(type, decoded(request.rawBody, encoding));
}

/** The label of the charset, which n8n takes for the name of one of Node's encodings. */
function encodingOf(header: string): string {
	const [, label = 'utf-8'] = /;\s*charset=([^;]*)/i.exec(header) ?? [];
	return label
		.trim()
		.replace(/^"(.*)"$/, '$1')
		.toLowerCase();
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
	if (encoding === undefined || Buffer.isEncoding(encoding)) {
		return bytes.toString(encoding);
	}
	throw new NotParsed('Failed to parse request body');
}

const isXml = (type: string) => type.endsWith('/xml') || type.endsWith('+xml');

const isParsed = (type: string) =>
	['application/json', 'text/plain', 'application/x-www-form-urlencoded'].some((parsed) =>
		type.startsWith(parsed),
	) || isXml(type);

function parse(type: string, text: string): unknown {
	if (type === 'application/json') return parseJson(text);
	if (type === 'text/plain') return text;
	if (isXml(type)) return { xml: {} };
	if (type === 'application/x-www-form-urlencoded') return { ...parseForm(text) };
	return undefined;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		throw new NotParsed('Failed to parse request body');
	}
}
