import { gzipSync } from 'zlib';

import { fixture } from '../support/fixtures';
import { byName, running, testedGlassix, testedSupportBee, URL_TOKEN } from '../support/services';

const fails = () => {
	throw new TypeError('n8n is not well: url-token-7Hq2mXv9');
};

/** What n8n throws where a credential was deleted. */
const gone = (type: string) =>
	new Error(`Credential with ID "kP3vTz9QmA1xWb7c" does not exist for type "${type}".`);

const UNREADABLE = [
	[
		'the credential cannot be decrypted',
		'Credentials could not be decrypted. The likely reason is that a different "encryptionKey" was used to encrypt the data.',
	],
	[
		'the table of the credential cannot be read',
		'SQLITE_CORRUPT: database disk image is malformed',
	],
	['the database is away', 'Connection terminated unexpectedly'],
	['an expression in the credential may not be evaluated', 'access to env vars denied'],
	['the credential may not be used', 'This credential cannot be used in workflows'],
];

describe.each(byName)('When something is wrong with n8n, the %s Trigger', (_name, tested) => {
	const { service } = tested;
	const body = fixture(service.id, tested.event);

	it.each([
		[
			'no credential is selected',
			null,
			'No credential is selected in this trigger, so no delivery can be checked.',
			`Select a ${service.name} credential in the node and publish the workflow again.`,
		],
		[
			'the credential was deleted, even if the editor shows another one of its name',
			gone(service.credential),
			"This trigger's saved credential no longer exists.",
			`Create a ${service.name} credential under a new name, select it in the node, and publish the workflow again.`,
		],
	])(
		'refuses a delivery with 401 if %s, and logs what to do',
		async (_what, credential, reason, fix) => {
			const trigger = running(tested, {}, { credential });

			const { status, text, items, answeredBy, log } = await trigger.deliver(tested.delivery(body));

			expect({ status, answeredBy }).toEqual({ status: 401, answeredBy: 'node' });
			expect(text).toBe(reason);
			expect(items).toEqual([]);
			expect(log.map(({ level }) => level)).toEqual(['warn']);
			expect(log[0].message).toContain(fix);
			await expect(trigger.publish()).rejects.toThrow(fix);
		},
	);

	it.each(UNREADABLE)(
		"answers 503 while %s, so that the service sends a retry, and logs n8n's message",
		async (_what, message) => {
			const trigger = running(tested, {}, { credential: new Error(message) });

			const { status, text, items, log } = await trigger.deliver(tested.delivery(body));

			expect({ status, text }).toEqual({
				status: 503,
				text: "n8n can't read this trigger's credential.",
			});
			expect(items).toEqual([]);
			expect(log.map(({ level }) => level)).toEqual(['warn']);
			expect(log[0].message).toContain(message);
			expect(log[0].message).not.toContain('Select a');
			await expect(trigger.publish()).rejects.toThrow(message);
		},
	);

	it('accepts the event once the credential can be read again', async () => {
		const trigger = running(tested);
		trigger.overrides = {
			getCredentials: async () => await Promise.reject(new Error('Connection terminated')),
		};
		const first = await trigger.deliver(tested.delivery(body));
		trigger.overrides = {};

		const second = await trigger.deliver(tested.delivery(body));

		expect([first.status, second.status]).toEqual([503, 200]);
		expect(second.items).toHaveLength(1);
	});

	it.each([
		'getNodeParameter',
		'getRequestObject',
		'getBodyData',
		'getWorkflow',
		'getMode',
	] as const)('answers 500 and starts nothing if %s fails', async (method) => {
		const trigger = running(tested);
		trigger.overrides = { [method]: fails };

		const { status, text, result, answeredBy, log } = await trigger.deliver(tested.delivery(body));

		expect({ status, answeredBy }).toEqual({ status: 500, answeredBy: 'node' });
		expect(text).toBe('The delivery could not be handled.');
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log[0].level).toBe('error');
		expect(log[0].message).toContain('TypeError in the node itself.');
	});
});

describe('A trigger that reads the body itself', () => {
	const unparsed = (body: string | Buffer, headers: Record<string, string> = {}) => ({
		body,
		query: `token=${URL_TOKEN}`,
		headers: { 'content-type': 'text/json', 'x-hub-signature': 'sha1=0', ...headers },
	});

	it.each([
		['Glassix', testedGlassix],
		['SupportBee', testedSupportBee],
	])('ends the response and starts nothing if %s breaks off the body', async (_name, tested) => {
		const { answeredBy, result, log } = await running(tested).deliver({
			...unparsed('{"payload":'),
			closesEarly: true,
		});

		expect(answeredBy).toBe('node');
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log.map(({ level }) => level)).toEqual(['warn']);
		expect(log[0].message).toContain('The body ended too early.');
	});

	it('refuses a body with 400 if its compression is broken', async () => {
		const { status, text } = await running(testedSupportBee).deliver(
			unparsed('not compressed', { 'content-encoding': 'gzip' }),
		);

		expect({ status, text }).toEqual({
			status: 400,
			text: 'The body ended too early.',
		});
	});

	it('reads a compressed body', async () => {
		const body = gzipSync(fixture('supportbee', 'ticket.created'));

		const { items } = await running(testedSupportBee).deliver(
			unparsed(body, { 'content-encoding': 'gzip' }),
		);

		expect(items.map(({ event }) => event)).toEqual(['ticket.created']);
	});

	it('refuses a body with 413 if it is larger than n8n accepts', async () => {
		const { status, text } = await running(testedSupportBee).deliver(
			unparsed(Buffer.alloc(17 * 1024 * 1024, ' ')),
		);

		expect({ status, text }).toEqual({
			status: 413,
			text: 'The body is larger than n8n accepts.',
		});
	});
});
