import { createHmac } from 'crypto';

import { headerSignature } from '../../../../receiver/checks/headerSignature';
import { glassix } from '../../../../nodes/Glassix/service';
import type { HeaderSignature } from '../../../../receiver/service';

const hmac = (secret: string, signed: string) =>
	`sha1=${createHmac('sha1', secret).update(signed).digest('hex')}`;

const check = glassix.checks.find((one): one is HeaderSignature => one.kind === 'headerSignature')!;

describe("The signature of Glassix's date header", () => {
	const DATE = '2026-03-02T10:02:55Z';
	const verify = (headers: object) => () =>
		headerSignature.verify(check, {
			request: { headers },
			secrets: { apiSecret: 'present' },
		} as never);

	it.each(['x-glassix-auth-signature', 'x-glassix-auth'])('may be in the header %s', (header) => {
		expect(
			verify({ 'x-glassix-auth-date': ` ${DATE} `, [header]: hmac('present', DATE) }),
		).not.toThrow();
	});

	const MISSING = 'The request has no date signature.';
	const WRONG = 'The date signature does not match.';

	it.each([
		['no date', MISSING, { 'x-glassix-auth-signature': hmac('present', DATE) }],
		['no signature', MISSING, { 'x-glassix-auth-date': DATE }],
		[
			'another date',
			WRONG,
			{ 'x-glassix-auth-date': 'other', 'x-glassix-auth-signature': hmac('present', DATE) },
		],
		[
			'a signature of another secret',
			WRONG,
			{ 'x-glassix-auth-date': DATE, 'x-glassix-auth': hmac('other', DATE) },
		],
	])('is refused with %s: %s', (_what, reason, headers) => {
		expect(verify(headers)).toThrow(expect.objectContaining({ status: 401, reason }));
	});

	it.each(['present', 'previous'])('may be made with the %s secret', (which) => {
		const secrets = { apiSecret: 'present', previousApiSecret: 'previous' };
		const headers = { 'x-glassix-auth-date': DATE, 'x-glassix-auth': hmac(which, DATE) };

		expect(() =>
			headerSignature.verify(check, { request: { headers }, secrets } as never),
		).not.toThrow();
	});

	it('is required only when the user turns it on', () => {
		const isOn = (options: object) =>
			headerSignature.isOn(check, { secrets: { apiSecret: 'a' }, settings: { options } as never });

		expect(isOn({ checkDateSignature: true })).toBe(true);
		expect(isOn({ checkDateSignature: false })).toBe(false);
	});
});
