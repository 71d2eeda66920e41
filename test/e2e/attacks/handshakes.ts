import { URL_TOKEN, VERIFY_TOKEN } from '../../support/services';
import type { Attack } from './attack';

const attack = (
	title: string,
	query: string,
	status: number,
	text: string,
	request: Attack['sent'] = {},
): Attack => ({
	title,
	on: 'socialboards',
	sent: { method: 'GET', ...request, query },
	status,
	text,
});

const WRONG = "The Verify Token of the verification request is not the credential's.";
const NO_CHALLENGE = 'The verification request has no challenge to send back.';
const verified = `verifyToken=${VERIFY_TOKEN}`;
const right = `token=${URL_TOKEN}&${verified}`;

const refused = (how: string, query: string) =>
	attack(`a handshake with ${how}`, query, 403, WRONG);

/** Goes back as it is, in plain text: nothing in it becomes a header or a page. */
const echoed = (how: string, challenge: string, text: string) =>
	attack(`a handshake whose challenge ${how}`, `challenge=${challenge}&${right}`, 200, text);

export const handshakes: Attack[] = [
	refused('a wrong token', 'challenge=echo-me&verifyToken=guessed'),
	refused('no token', 'challenge=echo-me'),
	refused('an empty token', 'challenge=echo-me&verifyToken='),
	refused('the right token twice', `challenge=echo-me&${right}&${right}`),
	refused('a wrong token, then the right one', `challenge=echo-me&verifyToken=a&${right}`),
	refused('a list of tokens', `challenge=echo-me&verifyToken[]=${VERIFY_TOKEN}`),
	refused('a list with a place', `challenge=echo-me&verifyToken[0]=${VERIFY_TOKEN}`),
	refused('an operator of a database', 'challenge=echo-me&verifyToken[$ne]=a'),
	refused('the URL token', `challenge=echo-me&verifyToken=${URL_TOKEN}`),
	refused(
		'the name of the token in another letter case',
		`challenge=echo-me&verifytoken=${VERIFY_TOKEN}`,
	),
	refused(
		'the token in another letter case',
		`challenge=a&verifyToken=${VERIFY_TOKEN.toUpperCase()}`,
	),
	refused('the token and a NUL', `challenge=echo-me&verifyToken=${VERIFY_TOKEN}%00`),
	attack(
		'a handshake with a space behind the token',
		`token=${URL_TOKEN}&challenge=echo-me&verifyToken=${VERIFY_TOKEN}+`,
		200,
		'echo-me',
	),
	attack(
		'a handshake to the URL without its token',
		`challenge=echo-me&${verified}`,
		401,
		'The URL has no ?token=.',
	),
	attack(
		'a handshake to the URL with a wrong token',
		`token=guessed&challenge=echo-me&${verified}`,
		401,
		"The token in the URL is not the credential's URL Token.",
	),
	refused(
		'a look-alike letter in the token',
		`challenge=a&verifyToken=${encodeURIComponent(VERIFY_TOKEN.replace('e', 'е'))}`,
	),
	refused(
		'a wrong token and line breaks',
		'challenge=a%0d%0aX-Injected:%20yes&verifyToken=b%0d%0aX-Injected:%20yes',
	),
	echoed('holds a header', 'a%0d%0aX-Injected:%20yes', 'a\r\nX-Injected: yes'),
	echoed('holds a single line feed', 'a%0aSet-Cookie:%20a=b', 'a\nSet-Cookie: a=b'),
	echoed(
		'holds a whole answer',
		'%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a%0d%0a<html>',
		'\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>',
	),
	echoed('is a page', '<script>alert(1)</script>', '<script>alert(1)</script>'),
	echoed('is an expression of n8n', '{{1%2b1}}', '{{1+1}}'),
	echoed('holds a NUL', 'a%00b', 'a\u0000b'),
	echoed('is not UTF-8', '%ff', '%ff'),
	echoed('is 8,000 characters long', 'x'.repeat(8000), 'x'.repeat(8000)),
	attack('a handshake with no challenge', right, 400, NO_CHALLENGE),
	attack('a handshake with an empty challenge', `challenge=&${right}`, 400, NO_CHALLENGE),
	attack('a handshake with two challenges', `challenge=a&challenge=b&${right}`, 400, NO_CHALLENGE),
	attack('a handshake with a list of challenges', `challenge[]=a&${right}`, 400, NO_CHALLENGE),
	attack(
		'a delivery that pretends to be a handshake: GET with a body',
		`challenge=a&token=${URL_TOKEN}`,
		403,
		WRONG,
		{ headers: { 'content-type': 'application/json' }, body: '{"EventType":"x","Events":[1]}' },
	),
	attack('a handshake by POST', `challenge=echo-me&${verified}`, 401, 'The URL has no ?token=.', {
		method: 'POST',
	}),
];
