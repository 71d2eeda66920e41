import { fixture } from '../../support/fixtures';
import { URL_TOKEN, VERIFY_TOKEN } from '../../support/services';
import { JSON_TYPE, services, type Attack, type ServiceId } from './attack';

const everyCharacter = (text: string, encode: (code: string) => string) =>
	[...text].map((character) => encode(character.charCodeAt(0).toString(16))).join('');

const MISSING = 'The URL has no ?token=.';
const REPEATED = 'The URL has ?token= more than once.';
const WRONG = "The token in the URL is not the credential's URL Token.";

/** The URL's query where the secret should stand in it, by what the refusal says of it. */
const QUERIES: Array<[text: string, queries: Array<[how: string, query: string]>]> = [
	[
		MISSING,
		[
			['no token', ''],
			['only a question mark', '?'],
			['a name without a value', 'token'],
			['a list of tokens', `token[]=${URL_TOKEN}`],
			['a list with a place', `token[0]=${URL_TOKEN}`],
			['a list written in percent-encoding', `token%5B%5D=${URL_TOKEN}`],
			['an object', `token[token]=${URL_TOKEN}`],
			['an operator of a database', 'token[$ne]=a'],
			['the prototype of all objects', `__proto__[token]=${URL_TOKEN}`],
			['the constructor of all objects', `constructor[prototype][token]=${URL_TOKEN}`],
			['the name in another letter case', `TOKEN=${URL_TOKEN}`],
			['a name that only ends in token', `mytoken=${URL_TOKEN}`],
			['the token behind a semicolon', `a=b;token=${URL_TOKEN}`],
			['the token behind a hash', `a=b#token=${URL_TOKEN}`],
		],
	],
	[
		REPEATED,
		[
			['an empty token, then the right one', `token=&token=${URL_TOKEN}`],
			['the right token twice', `token=${URL_TOKEN}&token=${URL_TOKEN}`],
			['a wrong token, then the right one', `token=a&token=${URL_TOKEN}`],
			['the right token, then a wrong one', `token=${URL_TOKEN}&token=a`],
			['two wrong tokens', 'token=a&token=b'],
			['the words undefined and null', 'token=undefined&token=null'],
		],
	],
	[
		WRONG,
		[
			['an empty token', 'token='],
			['the token in another letter case', `token=${URL_TOKEN.toUpperCase()}`],
			['the token without its end', `token=${URL_TOKEN.slice(0, -1)}`],
			['the token and one character more', `token=${URL_TOKEN}0`],
			['the token and a NUL', `token=${URL_TOKEN}%00`],
			['a NUL and the token', `token=%00${URL_TOKEN}`],
			['a Cyrillic look-alike letter', `token=${encodeURIComponent(URL_TOKEN.replace('o', 'о'))}`],
			['full-width letters', `token=${encodeURIComponent(URL_TOKEN.replace('url', 'ｕｒｌ'))}`],
			['a zero-width space', `token=${encodeURIComponent(`${URL_TOKEN}\u200b`)}`],
			['overlong UTF-8', `token=%c1%b5${URL_TOKEN.slice(1)}`],
			[
				'percent-encoding three times',
				`token=${everyCharacter(URL_TOKEN, (code) => `%2525${code}`)}`,
			],
			['invalid percent-encoding', `token=%zz${URL_TOKEN}`],
			['bytes that are not UTF-8', 'token=%ff%fe'],
			['the token in quotes', `token=%22${URL_TOKEN}%22`],
			['a wildcard', 'token=*'],
			['a condition of a database', "token='%20OR%20'1'='1"],
			['an expression of n8n', 'token={{$credentials.urlToken}}'],
			['the verify token', `token=${VERIFY_TOKEN}`],
			['a token of 8,000 characters', `token=${URL_TOKEN.repeat(400)}`],
		],
	],
];

/** The right token, encoded by a form or a person on its way: whoever sends it knows it. */
const UNDERSTOOD: Array<[how: string, query: string]> = [
	['the name in percent-encoding', `%74oken=${URL_TOKEN}`],
	['a space behind the token', `token=${URL_TOKEN}%20`],
	['a line break behind the token', `token=${URL_TOKEN}%0d%0a`],
	['percent-encoding twice', `token=${everyCharacter(URL_TOKEN, (code) => `%25${code}`)}`],
];

const byUrlToken: ServiceId[] = ['glartek', 'socialboards', 'supportbee'];

export const tokens: Attack[] = byUrlToken.flatMap((on) => {
	const body = fixture(on, services[on].event);
	const refused = { on, status: 401, text: MISSING };
	return [
		...QUERIES.flatMap(([text, queries]) =>
			queries.map(([how, query]) => ({
				...refused,
				text,
				title: `the URL with ${how}`,
				sent: { method: 'POST', body, headers: JSON_TYPE, query },
			})),
		),
		...UNDERSTOOD.map(([how, query]) => ({
			on,
			status: 200,
			title: `the URL with ${how}`,
			sent: { method: 'POST', body, headers: JSON_TYPE, query },
			// Of Glartek the event's name stands in the query, too.
			events: [on === 'glartek' ? 'unrecognized' : services[on].event],
		})),
		...['Authorization', 'Token', 'X-Token', 'X-Original-URL', 'Cookie'].map((name) => ({
			...refused,
			title: `the token in the header ${name} instead`,
			sent: {
				method: 'POST',
				body,
				headers: { ...JSON_TYPE, [name]: name === 'Cookie' ? `token=${URL_TOKEN}` : URL_TOKEN },
			},
		})),
		{
			...refused,
			title: 'the token in the body instead',
			sent: {
				method: 'POST',
				headers: JSON_TYPE,
				body: JSON.stringify({ token: URL_TOKEN, query: { token: URL_TOKEN } }),
			},
		},
	];
});
