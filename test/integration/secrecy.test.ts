import { fixture } from '../support/fixtures';
import {
	API_SECRET,
	byName,
	running,
	sign,
	signaturesOf,
	URL_TOKEN,
	VERIFY_TOKEN,
	type TestedService,
} from '../support/services';
import type { Sent } from '../support/sender';
import type { Delivery } from '../support/inProcess/webhook';

const HEADER_SECRET = 'header-secret-one-Pq';
const MARK = 'a-word-of-the-body';

/** Every kind of request that is refused, each full of words that may not come back. */
const refused = (tested: TestedService): Array<[string, Sent]> => {
	const body = JSON.stringify({ note: MARK, payload: { action_type: 5 } });
	const genuine = tested.delivery(body);
	return [
		['forged', tested.forgery(body)],
		['with a wrong token', { ...genuine, query: `token=${MARK}&event=${MARK}`, headers: {} }],
		[
			'of a wrong type',
			{ ...genuine, headers: { ...genuine.headers, 'content-type': `text/${MARK}` } },
		],
		['from another address', { ...genuine, address: '198.51.100.7' }],
		['not built as the service builds its own', genuine],
		['a handshake', { method: 'GET', query: `challenge=${MARK}&verifyToken=${MARK}` }],
	];
};

const secrets = (tested: TestedService, sent: Sent) => [
	URL_TOKEN,
	VERIFY_TOKEN,
	API_SECRET,
	HEADER_SECRET,
	...signaturesOf(tested, sent),
];

/** The headers of a credential and one more. */
const withHeader = (headers: unknown) => ({
	values: [
		...((headers as { values?: object[] }).values ?? []),
		{ name: 'X-Webhook-Secret', value: HEADER_SECRET },
	],
});

const toldBy = ({ text, headers, log, items }: Delivery) =>
	JSON.stringify({ text, headers, log, items });

describe.each(byName)('The %s Trigger', (_name, tested) => {
	const credential = {
		...tested.credential,
		...('headers' in tested.credential && { headers: withHeader(tested.credential.headers) }),
	};
	const options = { unrecognizedPayloads: 'reject', includeRequest: true };

	it.each(refused(tested))(
		'repeats nothing of a refused request that is %s',
		async (_what, sent) => {
			const trigger = running(tested, { options }, { credential });
			const strict = running(
				tested,
				{ options: { ...options, ipAllowlist: '192.0.2.1' } },
				{ credential },
			);

			for (const delivery of [await trigger.deliver(sent), await strict.deliver(sent)]) {
				expect(delivery.items).toEqual([]);
				expect(toldBy(delivery)).not.toContain(MARK);
				for (const secret of secrets(tested, sent)) {
					expect(toldBy(delivery)).not.toContain(secret);
				}
			}
		},
	);

	it('puts no secret, token or signature into items, answer or log', async () => {
		const body = fixture(tested.service.id, tested.event);
		const trigger = running(tested, { options }, { credential });
		const genuine = tested.delivery(body);

		const delivery = await trigger.deliver({
			...genuine,
			headers: {
				...genuine.headers,
				'X-Webhook-Secret': HEADER_SECRET,
				'X-Original-URL': `/webhook?${genuine.query ?? ''}`,
				'X-Glassix-Auth': sign('a date'),
			},
		});

		expect(delivery.items).toHaveLength(1);
		for (const secret of [...secrets(tested, genuine), sign('a date')]) {
			expect(toldBy(delivery)).not.toContain(secret);
		}
	});

	it('logs which event it ignores, and nothing more of the body', async () => {
		const other = Object.keys(tested.service.events).find((event) => event !== tested.event)!;
		const trigger = running(tested, { triggerOn: [other] }, { credential });
		const body = fixture(tested.service.id, tested.event).replace(/\}\s*$/, `,"note":"${MARK}"}`);
		const genuine = tested.delivery(body);

		const delivery = await trigger.deliver({
			...genuine,
			headers: { ...genuine.headers, 'X-Webhook-Secret': HEADER_SECRET },
		});

		expect(delivery.status).toBe(200);
		expect(delivery.log).toHaveLength(1);
		expect(toldBy(delivery)).toContain(tested.event);
		expect(toldBy(delivery)).not.toContain(MARK);
	});
});
