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
	])('is what the URL says: event=%s', async (inQuery, event) => {
		const query = `token=${URL_TOKEN}&event=${inQuery}`;
		const { items } = await running(testedGlartek).deliver({ ...inUrl(event), query });

		expect(items[0]).toMatchObject({ event, data: JSON.parse(body) });
	});

	it('is what the URL says even where the body says otherwise', async () => {
		const delivery = { ...inBody({ event: 'action.created', meta: { kind: 'action.solved' } }) };
		const trigger = running(testedGlartek, { eventField: 'meta.kind' });

		const { items } = await trigger.deliver({
			...delivery,
			query: `token=${URL_TOKEN}&event=work_order.deleted`,
		});

		expect(eventsOf({ items })).toEqual(['work_order.deleted']);
	});

	it('is what the field says that the user names, before the usual fields', async () => {
		const trigger = running(testedGlartek, { eventField: 'meta.0.kind' });

		const named = await trigger.deliver(
			inBody({ event: 'action.created', meta: [{ kind: 'Work Order Started' }] }),
		);
		const missing = await trigger.deliver(inBody({ event: 'action.created', meta: [] }));

		expect(eventsOf(named)).toEqual(['work_order.started']);
		expect(eventsOf(missing)).toEqual(['action.created']);
	});

	it('may be one that the list does not have, where the URL or the named field says so', async () => {
		const byUrl = await running(testedGlartek).deliver(inUrl('asset.moved'));
		const byField = await running(testedGlartek, { eventField: 'kind' }).deliver(
			inBody({ kind: 'asset.moved' }),
		);

		expect(eventsOf(byUrl)).toEqual(['asset.moved']);
		expect(eventsOf(byField)).toEqual(['asset.moved']);
		expect(byUrl.items[0].warnings).toEqual(['event: Glartek is not known to send this event']);
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

	it('is found in the first of the usual fields that holds a type of webhook', async () => {
		const { items } = await running(testedGlartek).deliver(
			inBody({ name: 'action.solved', type: 'work_order.updated', event: 'something else' }),
		);

		expect(eventsOf({ items })).toEqual(['work_order.updated']);
	});

	it.each([
		['says nothing of it', { id: 1, title: 'Pump' }],
		['holds other words in the usual fields', { name: 'Replace seal', action: { id: 1 }, type: 7 }],
		['is a list', [{ event: 'action.created' }]],
		['is a number', 5],
	])('is "unknown" where the body %s, and triggers whatever is selected', async (_what, value) => {
		const trigger = running(testedGlartek, { triggerOn: ['action.solved'] });

		const { items } = await trigger.deliver(inBody(value));

		expect(items[0]).toMatchObject({ event: 'unknown', data: value });
	});

	it('is ignored where it is unknown and the user wants that, unless all events are selected', async () => {
		const options = { unknownEvents: 'ignore' };
		const some = running(testedGlartek, { triggerOn: ['action.solved'], options });
		const all = running(testedGlartek, { options });

		const passedOver = await some.deliver(inBody({ id: 1 }));

		expect(passedOver.status).toBe(200);
		expect(passedOver.result).toEqual({ noWebhookResponse: true });
		expect(passedOver.log.map(({ level }) => level)).toEqual(['info']);
		expect(eventsOf(await all.deliver(inBody({ id: 1 })))).toEqual(['unknown']);
	});
});

describe('Glartek Trigger', () => {
	it.each(['POST', 'PUT'])('takes deliveries by %s', async (method) => {
		const { items } = await running(testedGlartek).deliver({
			...inUrl('work_order.created'),
			method,
		});

		expect(eventsOf({ items })).toEqual(['work_order.created']);
	});

	it.each([
		['text/plain', 'Pump P-12 is done', 'Pump P-12 is done'],
		['application/xml', '<order id="1">done</order>', '<order id="1">done</order>'],
		['application/x-www-form-urlencoded', 'id=1&status=Done', 'id=1&status=Done'],
		['application/octet-stream', 'anything', 'anything'],
		['text/plain', '{"id":1}', { id: 1 }],
	])('delivers %s as it was sent: %s', async (type, sent, data) => {
		const { items } = await running(testedGlartek).deliver({
			...inBody(sent, type),
			query: `token=${URL_TOKEN}&event=work_order.updated`,
		});

		expect(items[0]).toMatchObject({ event: 'work_order.updated', data });
	});

	it('delivers a form as n8n has read it', async () => {
		const { items } = await running(testedGlartek).deliver({
			...inBody('--x--', 'multipart/form-data; boundary=x'),
			query: `token=${URL_TOKEN}&event=work_order.updated`,
		});

		expect(items[0]).toMatchObject({
			event: 'work_order.updated',
			data: { data: { note: 'from a form' }, files: {} },
		});
	});

	it('lets in by a secret header what bears no token, where the credential says so', async () => {
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
		expect(withHeader.items).toHaveLength(1);
	});
});
