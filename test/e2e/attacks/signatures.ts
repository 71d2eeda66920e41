import { createHash, createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { fixture } from '../../support/fixtures';
import { API_SECRET, sign } from '../../support/services';
import { JSON_TYPE, type Attack } from './attack';

const body = fixture('glassix', 'TICKET_STATE_CHANGE');
const right = sign(body);
const digits = right.slice('sha1='.length);
const date = 'Mon, 02 Mar 2026 10:02:55 GMT';

const hmac = (algorithm: string, encoding: 'hex' | 'base64' = 'hex') =>
	createHmac(algorithm, API_SECRET).update(body).digest(encoding);

type Headers = Array<[name: string, value: string]>;
const signature = (value: string): Headers => [['X-Hub-Signature', value]];

const HEADERS: Array<[how: string, headers: Headers]> = [
	['no signature', []],
	['an empty signature', signature('')],
	['a signature that is only the prefix', signature('sha1=')],
	['the signature of another body', signature(sign(`${body} `))],
	['the signature of an empty body', signature(sign(''))],
	[
		'the signature of the body without its spaces',
		signature(sign(JSON.stringify(JSON.parse(body)))),
	],
	['the signature without its last digit', signature(right.slice(0, -1))],
	['the signature and one digit more', signature(`${right}0`)],
	['the signature without its prefix', signature(digits)],
	['the prefix twice', signature(`sha1=${right}`)],
	['the signature in quotes', signature(`"${right}"`)],
	['zeros', signature(`sha1=${'0'.repeat(40)}`)],
	['a signature made with an empty secret', signature(sign(body, ''))],
	['a signature made with the name of the secret', signature(sign(body, 'apiSecret'))],
	['a signature made with the word undefined', signature(sign(body, 'undefined'))],
	['a plain SHA-1', signature(`sha1=${createHash('sha1').update(body).digest('hex')}`)],
	['SHA-256 under the name of SHA-1', signature(`sha1=${hmac('sha256')}`)],
	['SHA-256 by its own name', signature(`sha256=${hmac('sha256')}`)],
	['MD5', signature(`md5=${hmac('md5')}`)],
	['Base64 instead of digits', signature(`sha1=${hmac('sha1', 'base64')}`)],
	['the secret itself', signature(API_SECRET)],
	['a wrong signature, then the right one', [...signature('sha1=0'), ...signature(right)]],
	['the right signature, then a wrong one', [...signature(right), ...signature('sha1=0')]],
	['a list in one header', signature(`sha1=0,${right}`)],
	['a signature of 8,000 digits', signature(`sha1=${digits.repeat(200)}`)],
	['the signature in X-Hub-Signature-256', [['X-Hub-Signature-256', right]]],
	['the signature in X_Hub_Signature', [['X_Hub_Signature', right]]],
	['the signature in Authorization', [['Authorization', right]]],
	[
		'only the signature of the date',
		[
			['X-Glassix-Auth-Date', date],
			['X-Glassix-Auth-Signature', sign(date)],
			['X-Glassix-Auth', sign(date)],
		],
	],
	[
		'the signature of the date in place of the body’s',
		[['X-Glassix-Auth-Date', date], ...signature(sign(date))],
	],
];

const refused = {
	on: 'glassix',
	status: 401,
	text: 'The signature does not match the body.',
} as const;

/** Where the header is not there at all. */
const unsigned = {
	...refused,
	text: 'The request has no signature: the header x-hub-signature is missing.',
};

export const signatures: Attack[] = [
	...HEADERS.map(([how, headers]) => ({
		...(headers.some(([name]) => name === 'X-Hub-Signature') ? refused : unsigned),
		title: `a delivery with ${how}`,
		sent: { method: 'POST', body, headers: [...Object.entries(JSON_TYPE), ...headers] },
	})),
	{
		...unsigned,
		title: 'a delivery with the signature in its URL',
		sent: {
			method: 'POST',
			body,
			headers: JSON_TYPE,
			query: `X-Hub-Signature=${right}&x-hub-signature=${right}`,
		},
	},
	{
		...refused,
		title: 'a compressed delivery whose compressed bytes are signed',
		sent: {
			method: 'POST',
			body: gzipSync(body),
			headers: {
				...JSON_TYPE,
				'content-encoding': 'gzip',
				'X-Hub-Signature': sign(gzipSync(body)),
			},
		},
	},
	{
		...refused,
		title: 'a delivery with one byte of its body changed',
		sent: {
			method: 'POST',
			body: body.replace('Closed', 'closed'),
			headers: { ...JSON_TYPE, 'X-Hub-Signature': right },
		},
	},
	{
		on: 'glassix',
		status: 200,
		title: 'a delivery with the right signature twice, as a proxy repeats it',
		sent: {
			method: 'POST',
			body,
			headers: [...Object.entries(JSON_TYPE), ...signature(right), ...signature(right)],
		},
		events: ['TICKET_STATE_CHANGE'],
	},
];
