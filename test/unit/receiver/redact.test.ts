import { redact } from '../../../receiver/redact';
import { stubRequest } from '../../support/inProcess/stub';

const TOKEN = 'tök+en &/?=%1';
const shown = (
	headers: Record<string, string>,
	query = '',
	secrets: object = { urlToken: TOKEN },
) => redact(stubRequest('', '', { headers, query }), secrets as never);

describe('The request in an item', () => {
	it('shows method, address, headers, and query', () => {
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
		'cf-access-jwt-assertion',
		'x-goog-iap-jwt-assertion',
		'x-session-id',
		'x-csrf',
		'x-xsrf',
		'x-credential',
		'x-sig',
		'sig',
		'x-hmac',
		'x-amz-security-token',
		'x-saml',
		'x-otp',
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
	])('leaves out every value that holds the token, whatever its name: %s', (_how, value) => {
		const { headers, query } = shown(
			{ referer: value, 'x-original-uri': `/a?x=${value}`, 'x-try': '2' },
			`place=Oslo&note=${encodeURIComponent(value)}`,
		);

		expect({ headers, query }).toEqual({ headers: { 'x-try': '2' }, query: { place: 'Oslo' } });
	});

	it('leaves out a token after a second question mark', () => {
		expect(shown({}, `place=Oslo&x=1?token=${encodeURIComponent(TOKEN)}`).query).toEqual({
			place: 'Oslo',
		});
	});

	it.each(['x-design', 'x-signal', 'x-passenger', 'x-shipping', 'x-forwarded-for'])(
		'shows the harmless header %s',
		(name) => {
			expect(shown({ [name]: 'anything' }).headers).toEqual({ [name]: 'anything' });
		},
	);

	it.each([2, 3, 7])('leaves out a URL that is encoded %i times and holds the token', (times) => {
		let url = `https://n8n.example.com/webhook?token=${encodeURIComponent(TOKEN)}`;
		for (let n = 1; n < times; n++) url = encodeURIComponent(url);

		expect(
			shown({ referer: `https://desk.example.com/?to=${url}&bad=%ff%`, 'x-try': '2' }).headers,
		).toEqual({ 'x-try': '2' });
	});

	it('leaves out a value that is encoded thousands of times, within 200 ms', () => {
		const start = performance.now();

		expect(shown({ 'x-a': `%${'25'.repeat(8000)}41`, 'x-try': '2' }).headers).toEqual({
			'x-try': '2',
		});
		expect(performance.now() - start).toBeLessThan(200);
	});

	it.each([
		['as it is', 'tok&rest=of it', 'token=tok&rest=of it'],
		['encoded', 'tok&rest=of it', 'token=tok&rest=of%20it'],
		['with &amp;', 'tok&rest', 'token=tok&amp;rest'],
		['repeated', 'tok&rest', 'note=tok%26rest&token=tok&rest'],
	])('shows no part of a token that contains an &: %s', (_how, urlToken, query) => {
		expect(shown({}, query, { urlToken }).query).toEqual({});
		expect(shown({}, `place=Oslo&${query}`, { urlToken }).query).toEqual({});
	});

	it('shows the other parameters when the token in the query is properly encoded', () => {
		const query = `token=${encodeURIComponent('tok&rest')}&place=Oslo`;

		expect(shown({}, query, { urlToken: 'tok&rest' }).query).toEqual({ place: 'Oslo' });
	});

	it('leaves out a parameter and a header whose name is the token', () => {
		expect(shown({ 'tok-1': 'a' }, 'tok-1&place=Oslo', { urlToken: 'tok-1' })).toMatchObject({
			headers: {},
			query: { place: 'Oslo' },
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

	it('leaves out nothing for empty credential fields', () => {
		expect(shown({ 'x-try': '2' }, 'place=Oslo', { urlToken: '', other: null })).toMatchObject({
			headers: { 'x-try': '2' },
			query: { place: 'Oslo' },
		});
	});
});
