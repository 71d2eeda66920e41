import { fixture } from '../support/fixtures';
import { running, testedGlartek, URL_TOKEN } from '../support/services';

const body = fixture('glartek', 'work_order.completed');
const inUrl = (event: string) => testedGlartek.delivery(body, event);
const inBody = (value: unknown, type = 'application/json') => ({
	body: typeof value === 'string' ? value : JSON.stringify(value),
	headers: { 'content-type': type },
	query: `token=${URL_TOKEN}`,
});
const eventsOf = ({ items }: { items: Array<{ event: string }> }) =>
	items.map(({ event }) => event);

describe('The event of a Glartek delivery', () => {
	it.each([
		['work_order.completed', 'work_order.completed'],
		['Work%20Order%20Completed', 'work_order.completed'],
		['work+order+completed', 'work_order.completed'],
		['WORK-ORDER-COMPLETED', 'work_order.completed'],
		['workOrderCompleted', 'work_order.completed'],
		['Action%20Can%27t%20Do', 'action.cant_do'],
		['Work%20Order%20Overdue%20(Pending)', 'work_order.overdue'],
		['work_order.overdue', 'work_order.overdue'],
	])('comes from the URL: event=%s', async (inQuery, event) => {
		const query = `token=${URL_TOKEN}&event=${inQuery}`;
		const { items } = await running(testedGlartek).deliver({ ...inUrl(event), query });

		expect(items[0]).toMatchObject({ event, data: JSON.parse(body) });
	});

	it('comes from the URL even if the named field and the usual field say otherwise', async () => {
		const delivery = { ...inBody({ event: 'action.created', meta: { kind: 'action.solved' } }) };
		const trigger = running(testedGlartek, { eventField: 'meta.kind' });

		const { items } = await trigger.deliver({
			...delivery,
			query: `token=${URL_TOKEN}&event=work_order.deleted`,
		});

		expect(eventsOf({ items })).toEqual(['work_order.deleted']);
	});

	it('comes from the field that the user names, before the usual fields', async () => {
		const trigger = running(testedGlartek, { eventField: 'meta.0.kind' });

		const named = await trigger.deliver(
			inBody({ event: 'action.created', meta: [{ kind: 'Work Order Started' }] }),
		);
		const missing = await trigger.deliver(inBody({ event: 'action.created', meta: [] }));

		expect(eventsOf(named)).toEqual(['work_order.started']);
		expect(eventsOf(missing)).toEqual(['action.created']);
	});

	it('may be one that is not in the list, if the named field or the user names it', async () => {
		const byField = await running(testedGlartek, { eventField: 'kind' }).deliver(
			inBody({ kind: 'asset.moved' }),
		);
		const named = running(testedGlartek, {
			triggerOn: [],
			options: { additionalEventNames: ['asset.moved'] },
		});
		const byUrl = await named.deliver(inUrl('asset.moved'));

		expect(eventsOf(byField)).toEqual(['asset.moved']);
		expect(eventsOf(byUrl)).toEqual(['asset.moved']);
	});

	it('is unrecognized if the word in the URL is not a webhook type of Glartek', async () => {
		const { failure } = await running(testedGlartek, { triggerOn: ['action.created'] }).deliver(
			inUrl('overdue'),
		);

		expect(failure!.description).toContain('The event in the URL is no webhook type of Glartek.');
		expect(failure!.data).toMatchObject([
			{
				event: 'unrecognized',
				warnings: [expect.stringContaining('The event in the URL is no webhook type of Glartek.')],
			},
		]);
	});

	it('comes from the URL, with a warning, if the body names another event', async () => {
		const { items } = await running(testedGlartek).deliver({
			...inUrl('action.created'),
			body: '{"type":"action.solved"}',
		});

		expect(items).toMatchObject([
			{ event: 'action.created', warnings: ['data.type: names another event than the URL'] },
		]);
	});

	it.each<[string, { query?: string; body?: string }, { eventField?: string }]>([
		['in the URL', { query: 'event=Work%20Oder%20Assigned' }, {}],
		['in a usual field', { body: '{"type":"Work Oder Assigned"}' }, {}],
		['in the named field', { body: '{"kind":"Work Oder Assigned"}' }, { eventField: 'kind' }],
	])(
		"is recognized with the typo of Glartek's page: Work Oder Assigned, %s",
		async (_where, sent, own) => {
			const { items } = await running(testedGlartek, own).deliver({
				headers: { 'content-type': 'application/json' },
				body: sent.body ?? '{}',
				query: [`token=${URL_TOKEN}`, sent.query ?? []].flat().join('&'),
			});

			expect(items).toMatchObject([
				{ event: 'work_order.assigned', eventName: 'Work Order Assigned' },
			]);
		},
	);

	it.each(['', '{"payload":null}'])('comes from the URL even with the body %j', async (sent) => {
		const { items } = await running(testedGlartek).deliver({
			...inUrl('action.created'),
			body: sent,
		});

		expect(eventsOf({ items })).toEqual(['action.created']);
	});

	it.each([
		'event',
		'eventType',
		'event_type',
		'type',
		'webhookType',
		'webhook_type',
		'action',
		'name',
		'topic',
	])('is found in the usual field %s', async (field) => {
		const { items } = await running(testedGlartek).deliver(
			inBody({ id: 1, [field]: "Action can't do" }),
		);

		expect(eventsOf({ items })).toEqual(['action.cant_do']);
	});

	it('comes from the first of the usual fields that holds a webhook type of Glartek', async () => {
		const { items } = await running(testedGlartek).deliver(
			inBody({ name: 'action.solved', type: 'work_order.updated', event: 'something else' }),
		);

		expect(eventsOf({ items })).toEqual(['work_order.updated']);
	});

	it.each([
		['does not name it', { id: 1, title: 'Pump' }],
		['holds other words in the usual fields', { name: 'Replace seal', action: { id: 1 }, type: 7 }],
		['is a list', [{ event: 'action.created' }]],
		['is a number', 5],
	])(
		'is unrecognized if the body %s, and starts the workflow if the user wants that, whatever is selected',
		async (_what, value) => {
			const options = { unrecognizedPayloads: 'start' };
			const trigger = running(testedGlartek, { triggerOn: ['action.solved'], options });

			const { items } = await trigger.deliver(inBody(value));

			expect(items[0]).toMatchObject({
				event: 'unrecognized',
				data: value,
				warnings: [
					"This request doesn't say which event it is. Add &event=… to this webhook's Endpoint in Glartek.",
				],
			});
		},
	);

	it.each([
		['ignore', 200],
		['reject', 400],
	])(
		'does not start the workflow if the body does not name it and the user chose to %s',
		async (unrecognizedPayloads, status) => {
			const trigger = running(testedGlartek, { options: { unrecognizedPayloads } });

			const delivery = await trigger.deliver(inBody({ id: 1 }));

			expect(delivery.status).toBe(status);
			expect(delivery.items).toEqual([]);
		},
	);
});

describe('The Glartek Trigger', () => {
	it.each(['POST', 'PUT'])('accepts deliveries by %s', async (method) => {
		const { items } = await running(testedGlartek).deliver({
			...inUrl('work_order.created'),
			method,
		});

		expect(eventsOf({ items })).toEqual(['work_order.created']);
	});

	it.each([
		['text/plain', 'Pump P-12 is done', 'Pump P-12 is done'],
		['application/xml', '<order id="1">done</order>', '<order id="1">done</order>'],
		['application/octet-stream', 'anything', 'anything'],
		['text/plain', '{"id":1}', { id: 1 }],
	])('delivers %s as it was sent: %s', async (type, sent, data) => {
		const { items } = await running(testedGlartek).deliver({
			...inBody(sent, type),
			query: `token=${URL_TOKEN}&event=work_order.updated`,
		});

		expect(items[0]).toMatchObject({ event: 'work_order.updated', data });
	});

	it('delivers the fields of a form', async () => {
		const { items } = await running(testedGlartek).deliver({
			...inBody('--x--', 'multipart/form-data; boundary=x'),
			query: `token=${URL_TOKEN}&event=work_order.updated`,
		});

		expect(items[0]).toMatchObject({
			event: 'work_order.updated',
			data: { note: 'from a form' },
		});
	});

	it('accepts a delivery without a token if it has the secret header of the credential', async () => {
		const credential = {
			urlToken: '',
			headers: { values: [{ name: 'X-Webhook-Secret', value: 'header-secret-one-Pq' }] },
		};
		const trigger = running(testedGlartek, {}, { credential });
		const headers = { 'content-type': 'application/json' };

		const without = await trigger.deliver({ body, headers });
		const withHeader = await trigger.deliver({
			body,
			headers: { ...headers, 'x-webhook-secret': 'header-secret-one-Pq' },
		});

		expect(without.status).toBe(401);
		expect(withHeader.failure!.data).toMatchObject([{ data: JSON.parse(body) }]);
	});
});
