import { handshake } from '../../../receiver/handshake';

const words = {
	challenge: 'hub.challenge',
	token: 'hub.verify_token',
	secret: { field: 'verifyToken', label: 'Verify Token', description: '' },
};
const answerTo = (query: string, verifyToken: unknown = 'right-one') =>
	handshake(words, query, { verifyToken } as never);

describe('A handshake', () => {
	it('is answered with its decoded challenge', () => {
		expect(answerTo('hub.challenge=a%20b%2Bc&hub.verify_token=right-one')).toBe('a b+c');
	});

	it.each([
		['a wrong token', 'hub.challenge=1&hub.verify_token=wrong-one'],
		['no token', 'hub.challenge=1'],
	])('with %s is refused with 403', (_what, query) => {
		expect(() => answerTo(query)).toThrow(
			expect.objectContaining({
				status: 403,
				reason: "The Verify Token of the verification request is not the credential's.",
				fix: "Enter the same Verify Token in the service and in the node's credential.",
			}),
		);
	});

	it.each(['hub.verify_token=right-one', 'hub.challenge=&hub.verify_token=right-one'])(
		'without a challenge is refused with 400: %s',
		(query) => {
			expect(() => answerTo(query)).toThrow(expect.objectContaining({ status: 400 }));
		},
	);

	it.each(['', null])("is refused with 403 while the credential's Verify Token is %j", (token) => {
		expect(() => answerTo('hub.challenge=1&hub.verify_token=', token)).toThrow(
			expect.objectContaining({
				status: 403,
				fix: "Fill in Verify Token in the node's credential.",
			}),
		);
	});
});
