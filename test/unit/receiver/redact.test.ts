import { redact } from '../../../receiver/redact';
import { stubRequest } from '../../support/stub';

const TOKEN = 'tök+en &/?=%1';
const shown = (
	headers: Record<string, string>,
	query = '',
	secrets: object = { urlToken: TOKEN },
) => redact(stubRequest('', '', { headers, query }), secrets as never);

describe('The request in an item', () => {
	it('tells method, address, headers and query', () => {
		expect(shown({ 'user-agent': 'Desk/1.0', 'x-try': '2' }, 'event=a%20b&place=Oslo')).toEqual({
			method: 'POST',
			address: '192.0.2.1',
			headers: { 'user-agent': 'Desk/1.0', 'x-try': '2' },
			query: { event: 'a b', place: 'Oslo' },
		});
	});

	it.each([
		'authorization',
		'proxy-authorization',
		'cookie',
		'set-cookie',
		'x-api-key',
		'x-glassix-api-key',
		'x-hub-signature',
		'x-hub-signature-256',
		'x-glassix-auth',
		'x-glassix-auth-signature',
		'x-glassix-auth-date',
		'x-webhook-secret',
		'x-access-token',
		'x-password',
	])('leaves out the header %s', (name) => {
		expect(shown({ [name]: 'anything', host: 'n8n.example.com' }).headers).toEqual({
			host: 'n8n.example.com',
		});
	});

	it.each(['token', 'TOKEN', 'verifyToken', 'api_key', 'apikey', 'signature', 'password'])(
		'leaves out the query parameter %s',
		(name) => {
			expect(shown({}, `${name}=anything&place=Oslo`).query).toEqual({ place: 'Oslo' });
		},
	);

	it.each([
		['as it is', TOKEN],
		['percent-encoded', encodeURIComponent(TOKEN)],
		['percent-encoded in small letters', encodeURIComponent(TOKEN).toLowerCase()],
		['form-encoded', new URLSearchParams({ t: TOKEN }).toString().slice('t='.length)],
		[
			'in a URL',
			`https://n8n.example.com/webhook/1/webhook?token=${encodeURIComponent(TOKEN)}&a=%`,
		],
	])('leaves out whatever repeats the token %s, under any name', (_how, value) => {
		const { headers, query } = shown(
			{ referer: value, 'x-original-uri': `/a?x=${value}`, 'x-try': '2' },
			`place=Oslo&note=${encodeURIComponent(value)}`,
		);

		expect({ headers, query }).toEqual({ headers: { 'x-try': '2' }, query: { place: 'Oslo' } });
	});

	it('leaves out a token behind a second question mark', () => {
		expect(shown({}, `place=Oslo&x=1?token=${encodeURIComponent(TOKEN)}`).query).toEqual({
			place: 'Oslo',
		});
	});

	it("leaves out the credential's own headers, by name and by value", () => {
		const secrets = {
			urlToken: '',
			headers: { values: [{ name: 'X-Desk', value: 'open-sesame' }] },
		};

		expect(
			shown({ 'x-desk': 'a wrong one', 'x-other': 'say open-sesame', 'x-try': '2' }, '', secrets)
				.headers,
		).toEqual({ 'x-try': '2' });
	});

	it('leaves nothing out for fields of the credential that are empty', () => {
		expect(shown({ 'x-try': '2' }, 'place=Oslo', { urlToken: '', other: null })).toMatchObject({
			headers: { 'x-try': '2' },
			query: { place: 'Oslo' },
		});
	});
});
