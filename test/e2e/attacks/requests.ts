import { fixture } from '../../support/fixtures';
import { JSON_TYPE, services, type Attack, type ServiceId } from './attack';

/** What a service sends by another method is for the trigger to check; the rest is n8n's. */
const METHODS: Array<[method: string, on: ServiceId, status: number]> = [
	['PUT', 'glartek', 401],
	['GET', 'socialboards', 403],
	['DELETE', 'supportbee', 404],
];

const methods: Attack[] = METHODS.map(([method, on, status]) => ({
	title: `the method ${method}`,
	on,
	sent: { method },
	status,
}));

type PathTrick = [how: string, path: (webhook: string) => string, status: number];

const lastPart = (replacement: string) => (webhook: string) =>
	webhook.replace(/\/webhook$/, replacement);

/** None of them comes by the check of who sends this. */
const PATHS: PathTrick[] = [
	['a slash at its end', (webhook) => `${webhook}/`, 401],
	['a slash in percent-encoding', lastPart('%2Fwebhook'), 401],
	['a capital in its first part', (webhook) => webhook.replace('/w', '/W'), 401],
	['steps up to another path of n8n', lastPart('/..%2f..%2frest%2fsettings'), 404],
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
		'the host of another server',
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
		'the address of another server in its first line',
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
	[
		'more headers than fit',
		431,
		(path, host) => [
			`POST ${path} HTTP/1.1`,
			`Host: ${host}`,
			'Connection: close',
			'Content-Length: 0',
			...Array.from({ length: 3000 }, (_, place) => `X-${place}: a`),
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
