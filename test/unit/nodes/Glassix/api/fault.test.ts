import { ExpressionError } from 'n8n-workflow';

import {
	itsWords,
	redirected,
	retryAfter,
	unanswered,
	unreadable,
} from '../../../../../nodes/Glassix/api/fault';

describe('Retry-After', () => {
	it.each([
		['120', 120_000],
		['0', 0],
		['-5', 0],
		['86400', 3_600_000],
		['', undefined],
		['soon', undefined],
		[undefined, undefined],
	])('is read as milliseconds: %j becomes %j', (header, ms) => {
		expect(retryAfter(header)).toBe(ms);
	});

	it('can be a date', () => {
		const header = new Date(Date.now() + 60_000).toUTCString();
		expect(retryAfter(header)).toBeGreaterThan(58_000);
		expect(retryAfter(header)).toBeLessThanOrEqual(60_000);
		expect(retryAfter('Mon, 01 Jan 2001 00:00:00 GMT')).toBe(0);
	});
});

describe('A message from Glassix', () => {
	it.each([
		[{ message: 'No' }, ' Glassix says: “No”.'],
		['{"Message":"No"}', ' Glassix says: “No”.'],
		['<html>', ''],
		[null, ''],
		[{ message: 5 }, ''],
		[{ message: 'x'.repeat(999) }, ` Glassix says: “${'x'.repeat(200)}”.`],
	])('is quoted only when the answer holds one: %j', (body, words) => {
		expect(itsWords(body)).toBe(words);
	});
});

describe('An address without an answer', () => {
	it('is named and prevents publishing when its host does not exist', () => {
		const fault = unanswered('https://nowhere.glassix.com/api/v1.2', 'a call', 'ENOTFOUND');
		expect(fault.message).toContain('https://nowhere.glassix.com');
		expect(fault.stops).toBe('whenPublishing');
		expect(unanswered('', 'a call', 'EAI_AGAIN').stops).toBe('never');
	});
});

describe('A redirect', () => {
	const BASE = 'https://acme.glassix.com/api/v1.2';
	const to = (location: unknown) =>
		redirected(BASE, 'a call', { status: 302, headers: { location }, body: '' });

	it.each([
		['https://evil.example.com:8443/a?token=b#c', 'evil.example.com'],
		['https://user:pass@evil.example.com/', 'evil.example.com'],
		['//evil.example.com/a', 'evil.example.com'],
		['/login', 'acme.glassix.com'],
		['http://[', 'no place that can be read'],
		[undefined, 'no place that can be read'],
	])('to %j is reported only by its host name: %s', (location, host) => {
		expect(to(location).message).toContain(`by pointing to ${host} (302). `);
	});

	it('prevents publishing and says what to set', () => {
		expect(to('https://evil.example.com/')).toMatchObject({ stops: 'whenPublishing' });
		expect(to('https://evil.example.com/').message).toContain(
			'check Workspace and Environment in the credential, or, if that is where Glassix is to be called, choose Other as Environment and enter its address as Base URL.',
		);
	});
});

describe('A credential that n8n cannot read', () => {
	class CredentialNotFoundError extends Error {}
	class CredentialDataError extends Error {}
	class UnrecognizedCredentialTypeError extends Error {}
	class QueryFailedError extends Error {}

	it.each([
		[CredentialNotFoundError, 'always'],
		[CredentialDataError, 'always'],
		[ExpressionError, 'always'],
		[UnrecognizedCredentialTypeError, 'always'],
		[QueryFailedError, 'never'],
		[Error, 'never'],
	])("is reported in n8n's words: %p stops the trigger %s", (NamedError, stops) => {
		const fault = unreadable(new NamedError('what n8n says'));

		expect(fault).toMatchObject({
			stops,
			message: 'n8n cannot read the Glassix API credential: what n8n says',
		});
	});
});
