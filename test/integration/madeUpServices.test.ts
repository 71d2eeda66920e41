import { createServer, type IncomingMessage } from 'http';
import type { AddressInfo } from 'net';

import { send } from '../../scripts/send/run';
import { fixture } from '../support/fixtures';
import {
	madeUpServices,
	PREVIOUS_API_SECRET,
	running,
	testedHeron,
	testedParrot,
	testedWalrus,
	VERIFY_TOKEN,
	type TestedService,
} from '../support/services';

const MADE_UP = madeUpServices.map((tested) => [tested.service.name, tested] as const);

describe('A service that the receiver does not know', () => {
	it.each(MADE_UP)('gets simplified items if the user wants that: %s', async (_name, tested) => {
		const { service, event } = tested;
		const trigger = running(tested, { triggerOn: [event], simplify: true });

		const { items } = await trigger.deliver(tested.delivery(fixture(service.id, event)));

		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			service: service.id,
			eventName: service.events[event].name,
			person: expect.stringMatching(/^Mira/),
		});
		expect(items[0]).not.toHaveProperty('data');
	});

	it.each(MADE_UP)(
		'has one name for its credential, in the trigger and in the credential: %s',
		(_name, tested) => {
			const [credential] = tested.newTrigger().description.credentials!;

			expect(credential.name).toBe(tested.newCredential().name);
		},
	);
});

describe('Parrot, which verifies the URL and sends a secret header', () => {
	it('gets an answer to its handshake', async () => {
		const { status, text } = await running(testedParrot).deliver({
			method: 'GET',
			query: `echo=hello&password=${VERIFY_TOKEN}`,
		});

		expect({ status, text }).toEqual({ status: 200, text: 'hello' });
	});

	it('gets an item for each event of a delivery', async () => {
		const call = (callId: string) => ({ kind: 'call.missed', at: null, call: { callId } });
		const body = JSON.stringify({ office: 'Bergen', events: [call('c-1'), call('c-2')] });

		const { items } = await running(testedParrot).deliver(testedParrot.delivery(body));

		expect(items.map(({ data }) => data)).toEqual([{ callId: 'c-1' }, { callId: 'c-2' }]);
	});
});

describe('Walrus, which signs each body and numbers each delivery', () => {
	const body = fixture('walrus', 'ticket.changed');

	it('gets one run for a delivery and its retry, and another run for a new delivery of the same bytes', async () => {
		const trigger = running(testedWalrus);
		const delivery = testedWalrus.delivery(body);

		const first = await trigger.deliver(delivery);
		const retry = await trigger.deliver(delivery);
		const another = await trigger.deliver(testedWalrus.delivery(body));

		expect([first, retry, another].map(({ items }) => items.length)).toEqual([1, 0, 1]);
		expect(another.items[0].eventId).not.toBe(first.items[0].eventId);
	});

	it('names its event in the body', async () => {
		const { items } = await running(testedWalrus).deliver(
			testedWalrus.delivery(fixture('walrus', 'article.added')),
		);

		expect(items).toMatchObject([{ event: 'article.added', eventName: 'Article Added' }]);
	});

	it.each([
		['the present secret', { previousSignatureToken: 'another-token-Vb7' }, 200],
		[
			'the previous secret',
			{ signatureToken: PREVIOUS_API_SECRET, previousSignatureToken: 'api-secret-Jd83hQpYw5' },
			200,
		],
		['neither', { signatureToken: PREVIOUS_API_SECRET, previousSignatureToken: '' }, 401],
	])('must sign with the present or the previous secret: %s', async (_which, own, expected) => {
		const credential = { ...testedWalrus.credential, ...own };
		const trigger = running(testedWalrus, {}, { credential });

		expect((await trigger.deliver(testedWalrus.delivery(body))).status).toBe(expected);
	});
});

describe('Heron, which names the event in a header', () => {
	const body = fixture('heron', 'convo.created');

	it.each(['convo.created', 'convo.assigned'])(
		'starts the workflow with the event %s',
		async (event) => {
			const { items } = await running(testedHeron).deliver(testedHeron.delivery(body, event));

			expect(items).toMatchObject([{ event }]);
		},
	);

	it('gets an unrecognized event for a delivery without that header', async () => {
		const { headers, ...delivery } = testedHeron.delivery(body);
		const others = { ...headers };
		delete others['x-heron-event'];

		const { failure } = await running(testedHeron).deliver({ ...delivery, headers: others });

		expect(failure!.data).toMatchObject([{ event: 'unrecognized', data: JSON.parse(body) }]);
	});
});

describe('npm run send', () => {
	/** Sends by the command, and hands what arrives to a trigger. */
	async function sent(tested: TestedService, ...own: string[]) {
		const arrived: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				arrived.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
				response.end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/a/webhook`;
		const { service, event } = tested;
		const args = ['event', '--service', service.id, '--event', event, '--url', url, ...own];
		try {
			expect(await send(args, { write: () => undefined })).toBe(0);
		} finally {
			server.closeAllConnections();
			server.close();
		}
		const [{ headers, body }] = arrived as [(typeof arrived)[0]];
		const kept = Object.entries(headers).filter(
			([name]) => !/^(host|connection|content-length)$/.test(name),
		);
		return await running(tested).deliver({
			body,
			headers: Object.fromEntries(kept) as Record<string, string>,
		});
	}

	it.each([
		['Parrot', testedParrot, ['--header', 'X-Parrot: parrot-header-Qm81']],
		['Walrus', testedWalrus, ['--secret', 'api-secret-Jd83hQpYw5']],
		['Heron', testedHeron, ['--secret', 'api-secret-Jd83hQpYw5']],
	])('sends a delivery as %s does', async (_name, tested, own) => {
		const { status, items } = await sent(tested, ...own);

		expect(status).toBe(200);
		expect(items).toMatchObject([{ service: tested.service.id, event: tested.event }]);
	});
});
