import { fixture } from '../../support/fixtures';
import { JSON_TYPE, serviceIds, services, type Attack, type ServiceId } from './attack';

const methodStatus = (method: string, on: ServiceId): number => {
	if (method === 'OPTIONS') return 204;
	if (method === 'TRACE' || method === 'PROPFIND') return 500;
	if (method === 'PUT' && on === 'glartek') return 401;
	if (method === 'GET' && on === 'socialboards') return 403;
	return 404;
};

const methods: Attack[] = serviceIds.flatMap((on) =>
	['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'PROPFIND', 'PUT', 'TRACE'].map((method) => ({
		title: `the method ${method}`,
		on,
		sent: { method },
		status: methodStatus(method, on),
	})),
);

type PathTrick = [how: string, path: (webhook: string) => string, status: number];

const lastPart = (replacement: string) => (webhook: string) =>
	webhook.replace(/\/webhook$/, replacement);

/** None of them comes by the check of who sends this. */
const PATHS: PathTrick[] = [
	['a slash at its end', (webhook) => `${webhook}/`, 401],
	['two slashes at its end', (webhook) => `${webhook}//`, 404],
	['two slashes at its beginning', (webhook) => `/${webhook}`, 404],
	['two slashes within', lastPart('//webhook'), 404],
	['a slash in percent-encoding', lastPart('%2Fwebhook'), 401],
	['capitals', (webhook) => webhook.toUpperCase(), 404],
	['a capital in its first part', (webhook) => webhook.replace('/w', '/W'), 401],
	['capitals in its last part', lastPart('/WEBHOOK'), 404],
	['a way up', (webhook) => `${webhook}/../webhook`, 404],
	['a way up in percent-encoding', lastPart('/%2e%2e/webhook'), 404],
	['a way up to another service', lastPart('/..%2f..%2frest%2fsettings'), 404],
	['a NUL at its end', (webhook) => `${webhook}%00`, 404],
	['a blank at its end', (webhook) => `${webhook}%20`, 404],
	['a semicolon', (webhook) => `${webhook};a=b`, 404],
	['an asterisk', lastPart('/*'), 404],
	['bytes that are no UTF-8', lastPart('/%ff'), 400],
	['5,000 characters', lastPart(`/${'a'.repeat(5000)}`), 404],
	['the prototype of all objects', () => '/webhook/__proto__/webhook', 404],
	[
		'the test URL while nobody listens',
		(webhook) => webhook.replace('/webhook/', '/webhook-test/'),
		404,
	],
];

const paths: Attack[] = PATHS.map(([how, path, status]) => ({
	title: `a path with ${how}`,
	on: 'supportbee',
	sent: {
		method: 'POST',
		headers: JSON_TYPE,
		body: fixture('supportbee', services.supportbee.event),
		path,
	},
	status,
}));

/** A request's lines; a body goes behind an empty one. */
type Lines = (path: string, host: string) => string[];

const CHUNKED = ['Transfer-Encoding: chunked', 'Content-Type: application/json'];
const RAW: Array<[how: string, status: number, lines: Lines]> = [
	[
		'two lengths',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Content-Length: 2',
			'Content-Length: 3',
			'',
			'{}',
		],
	],
	[
		'a length and chunks',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Content-Length: 2',
			...CHUNKED,
			'',
			'2',
			'{}',
			'0',
			'',
			'',
		],
	],
	[
		'a length below zero',
		400,
		(path, host) => [`POST ${path} HTTP/1.1`, `Host: ${host}`, 'Content-Length: -1', '', ''],
	],
	[
		'a length that is no number',
		400,
		(path, host) => [`POST ${path} HTTP/1.1`, `Host: ${host}`, 'Content-Length: 0x2', '', '{}'],
	],
	[
		'a length beyond all numbers',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			`Content-Length: ${'9'.repeat(30)}`,
			'',
			'{}',
		],
	],
	[
		'chunks under a second encoding',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Transfer-Encoding: chunked, identity',
			'',
			'0',
			'',
			'',
		],
	],
	[
		'chunks with an extension',
		401,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			...CHUNKED,
			'',
			'2;a=b',
			'{}',
			'0',
			'',
			'',
		],
	],
	[
		'chunks with a trailer',
		401,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Trailer: Token',
			...CHUNKED,
			'',
			'2',
			'{}',
			'0',
			'Token: a',
			'',
			'',
		],
	],
	[
		'a size of a chunk that is no number',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			...CHUNKED,
			'',
			'zz',
			'{}',
			'0',
			'',
			'',
		],
	],
	[
		'a blank before a colon',
		400,
		(path, host) => [`POST ${path} HTTP/1.1`, `Host: ${host}`, 'Content-Length : 0', '', ''],
	],
	[
		'a header over two lines',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'X-A: 1',
			' 2',
			'Content-Length: 0',
			'',
			'',
		],
	],
	[
		'a NUL in a header',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'X-Hub-Signature: sha1=\u0000',
			'',
			'',
		],
	],
	[
		'a header without a name',
		400,
		(path, host) => [`POST ${path} HTTP/1.1`, `Host: ${host}`, ': a', '', ''],
	],
	['no host', 400, (path) => [`POST ${path} HTTP/1.1`, 'Content-Length: 0', '', '']],
	[
		'the host of another',
		401,
		(path) => [
			`POST ${path} HTTP/1.1`,
			'Host: evil.example',
			'Connection: close',
			'Content-Length: 0',
			'',
			'',
		],
	],
	[
		'the address of another in its first line',
		401,
		(path, host) => [
			`POST http://evil.example${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Content-Length: 0',
			'',
			'',
		],
	],
	['HTTP/1.0', 401, (path) => [`POST ${path} HTTP/1.0`, 'Content-Length: 0', '', '']],
	['HTTP/2.0 unasked', 400, () => ['PRI * HTTP/2.0', '', 'SM', '', '']],
	[
		'a version that is none',
		400,
		(path, host) => [`POST ${path} HTTP/9.9`, `Host: ${host}`, '', ''],
	],
	[
		'a method in small letters',
		400,
		(path, host) => [`post ${path} HTTP/1.1`, `Host: ${host}`, '', ''],
	],
	[
		'a path of 20,000 characters',
		431,
		(path, host) => [`POST ${path}?${'a'.repeat(20_000)} HTTP/1.1`, `Host: ${host}`, '', ''],
	],
	[
		'a header of 20,000 characters',
		431,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			`X-A: ${'a'.repeat(20_000)}`,
			'',
			'',
		],
	],
	[
		'more headers than fit',
		431,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Content-Length: 0',
			...Array.from({ length: 1000 }, (_, place) => `X-${place}: a`),
			'',
			'',
		],
	],
	[
		'an expectation that nobody knows',
		417,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Expect: a-miracle',
			'Content-Length: 0',
			'',
			'',
		],
	],
	[
		'a second request in its body',
		400,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Content-Type: application/json',
			'Content-Length: 2',
			'',
			`{}POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Content-Length: 0',
			'',
			'',
		],
	],
];

const raw: Attack[] = RAW.map(([how, status, lines]) => ({
	title: `a request with ${how}`,
	on: 'supportbee',
	sent: {},
	bytes: (path, host) => lines(path, host).join('\r\n'),
	status,
}));

export const requests: Attack[] = [...methods, ...paths, ...raw];
