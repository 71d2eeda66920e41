import { deflateSync, gzipSync } from 'node:zlib';

const MEGABYTE = 1024 * 1024;
const DEPTH = 10_000;
const EVENTS = 100_000;

export const megabyte = 'x'.repeat(MEGABYTE);
export const deepList = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
export const deepObject = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
export const notUtf8 = Buffer.from([0xff, 0xfe, 0xc0, 0x80]);
/** 300 MB of zeros in 300 KB. */
export const bomb = gzipSync(Buffer.alloc(300 * MEGABYTE));

export const manyNotes = (count = EVENTS) =>
	JSON.stringify({
		EventType: 'note_deletion',
		Events: Array.from({ length: count }, (_, NoteId) => ({ NoteId })),
	});

export const manyChanges = (count = EVENTS) =>
	JSON.stringify({
		key: 'k',
		changes: Array.from({ length: count }, (_, ticketId) => ({ _event: 'NEW_TICKET', ticketId })),
	});

interface HostileBody {
	what: string;
	body: string | Buffer;
	headers?: Record<string, string>;
	/** What n8n answers itself, before the trigger runs and asks who sends this. */
	byN8n?: 422 | 500;
}

/** What anybody can send, whoever it comes from. */
export const hostileBodies: HostileBody[] = [
	{ what: 'a text of a megabyte', body: `"${megabyte}"` },
	{ what: 'a key of a megabyte', body: `{"${megabyte}":1}` },
	{ what: 'lists nested 10,000 deep', body: deepList },
	{ what: 'objects nested 10,000 deep', body: deepObject },
	{ what: '100,000 notes', body: manyNotes() },
	{ what: '100,000 changes', body: manyChanges() },
	{ what: 'the prototype as a key', body: '{"__proto__":{"polluted":true}}' },
	{ what: 'the constructor as a key', body: '{"constructor":{"prototype":{"polluted":true}}}' },
	{ what: 'a key given twice', body: '{"payload":{"action_type":"a"},"payload":null,"payload":1}' },
	{ what: 'a list', body: '[[],[]]' },
	{ what: 'null', body: 'null' },
	{ what: 'a number that is too large', body: '1e999' },
	{
		what: 'bytes that are not UTF-8',
		body: Buffer.concat([Buffer.from('"'), notUtf8, Buffer.from('"')]),
	},
	{ what: 'a byte order mark', body: '\uFEFF{"a":1}' },
	{
		what: 'UTF-16',
		body: Buffer.from('{"a":1}', 'utf16le'),
		headers: { 'content-type': 'application/json; charset=utf-16le' },
	},
	{ what: 'compressed JSON', body: gzipSync('{"a":1}'), headers: { 'content-encoding': 'gzip' } },
	{
		what: 'deflated JSON',
		body: deflateSync('{"a":1}'),
		headers: { 'content-encoding': 'deflate' },
	},
	{ what: 'no content type', body: '{"a":1}', headers: { 'content-type': '' } },
	{ what: 'an invalid content type', body: '{"a":1}', headers: { 'content-type': ';;;' } },
	{
		what: 'a form',
		body: 'a=1&__proto__[polluted]=true',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	},
	{ what: 'a page', body: '<script>alert(1)</script>', headers: { 'content-type': 'text/html' } },
	{
		what: 'XML with entities',
		body: '<!DOCTYPE a [<!ENTITY b "c">]><a>b</a>',
		headers: { 'content-type': 'application/xml' },
	},
	{ what: 'malformed JSON', body: '{"a":', byN8n: 422 },
	{
		what: 'XML that declares an external entity',
		body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>b</a>',
		headers: { 'content-type': 'application/xml' },
	},
	{
		what: 'a body that is not compressed as its header says',
		body: 'not compressed',
		headers: { 'content-encoding': 'gzip' },
		byN8n: 500,
	},
	{
		what: '300 MB compressed to 300 KB',
		body: bomb,
		headers: { 'content-encoding': 'gzip' },
		byN8n: 500,
	},
];
