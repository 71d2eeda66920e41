import { fixture } from '../support/fixtures';
import { testedGlartek as glartek, URL_TOKEN } from '../support/services';
import { deliversEveryEvent } from '../support/realN8n/everyEvent';
import { published, type PublishedTrigger } from '../support/realN8n/published';
import {
	answersByTheTable,
	NOT_SELECTED,
	nothing,
	seen,
	started,
	told,
} from '../support/realN8n/table';

const body = fixture('glartek', 'work_order.completed');

/** A delivery whose URL does not say which event it is. */
const unnamed = (value: unknown, type = 'application/json') => ({
	body: typeof value === 'string' ? value : JSON.stringify(value),
	headers: { 'content-type': type },
	query: `token=${URL_TOKEN}`,
});

answersByTheTable(glartek);

deliversEveryEvent(
	glartek,
	[
		['action.cant_do', "Action Can't Do"],
		['action.created', 'Action Created'],
		['action.in_progress', 'Action In Progress'],
		['action.solved', 'Action Solved'],
		['work_order.assigned', 'Work Order Assigned'],
		['work_order.completed', 'Work Order Completed'],
		['work_order.created', 'Work Order Created'],
		['work_order.deleted', 'Work Order Deleted'],
		['work_order.overdue', 'Work Order Overdue (Pending)'],
		['work_order.started', 'Work Order Started'],
		['work_order.updated', 'Work Order Updated'],
	].map(([name, eventName]) => ({
		fixture: name,
		eventName: eventName,
		account: null,
		occurredAt: null,
	})),
	(sent) => sent,
);

describe('A delivery of Glartek', () => {
	let trigger: PublishedTrigger;

	beforeAll(async () => {
		trigger = await published(glartek, {
			eventField: 'meta.kind',
			options: { duplicateDeliveries: 'processAll', unrecognizedPayloads: 'start' },
		});
	});

	it.each(['POST', 'PUT'])('runs if it comes by %s', async (method) => {
		const outcome = await trigger.deliver({ ...glartek.delivery(body), method });

		expect(seen(outcome)).toEqual(started(['work_order.completed']));
	});

	it.each([
		['the URL, as the list writes it', 'event=work_order.created', {}, 'work_order.created'],
		['the URL, as Glartek labels it', 'event=Work%20Order%20Created', {}, 'work_order.created'],
		['the URL, before everything', 'event=action.solved', { meta: { kind: 'x' } }, 'action.solved'],
		['the field that the user names', '', { meta: { kind: 'asset.moved' } }, 'asset.moved'],
		['a usual field', '', { eventType: "Action can't do" }, 'action.cant_do'],
		['no place, and is then unrecognized', '', { id: 1, name: 'Pump' }, 'unrecognized'],
	])('gets its event from %s', async (_where, query, value, event) => {
		const sent = unnamed(value);

		const outcome = await trigger.deliver({ ...sent, query: `${sent.query}&${query}` });

		expect(seen(outcome)).toEqual(started([event]));
		expect(outcome.runs[0][0].data).toEqual(value);
	});

	it.each([
		['text/plain', 'Pump P-12 is done', 'Pump P-12 is done'],
		['application/xml', '<order id="1">done</order>', '<order id="1">done</order>'],
		['application/x-www-form-urlencoded', 'id=1&status=Done', { id: '1', status: 'Done' }],
		['application/octet-stream', 'anything', 'anything'],
		['text/json', '{"id":1}', { id: 1 }],
	])('runs with its text, its fields or its JSON as data if it is %s', async (type, sent, data) => {
		const delivery = unnamed(sent, type);

		const outcome = await trigger.deliver({
			...delivery,
			query: `${delivery.query}&event=action.solved`,
		});

		expect(seen(outcome)).toEqual(started(['action.solved']));
		expect(outcome.runs[0][0].data).toEqual(data);
	});

	it('runs with the fields that n8n has read if it is a form', async () => {
		const form = '--x\r\ncontent-disposition: form-data; name="order"\r\n\r\n20518\r\n--x--\r\n';

		const outcome = await trigger.deliver(unnamed(form, 'multipart/form-data; boundary=x'));

		expect(seen(outcome)).toEqual(started(['unrecognized']));
		expect(outcome.runs[0][0].data).toEqual({ order: '20518' });
	});
});

describe('The Glartek Trigger', () => {
	it('starts the workflow for an unrecognized event or ignores it, as the user chose', async () => {
		const selected = await published(glartek, {
			triggerOn: ['action.solved'],
			options: { unrecognizedPayloads: 'start' },
		});
		const strict = await published(glartek, {
			triggerOn: ['action.solved'],
			options: { unrecognizedPayloads: 'ignore' },
		});

		expect(seen(await selected.deliver(unnamed({ id: 1 })))).toEqual(started(['unrecognized']));
		expect(seen(await strict.deliver(unnamed({ id: 1 })))).toEqual(nothing(glartek, NOT_SELECTED));
	});

	it('requires the secret headers of its credential', async () => {
		const values = [{ name: 'X-Webhook-Secret', value: 'header-secret-one-Pq' }];
		const credential = { urlToken: '', headers: { values } };
		const trigger = await published(glartek, {}, { credential });
		const sent = unnamed({ event: 'action.solved' });
		const header = { 'X-WEBHOOK-SECRET': 'header-secret-one-Pq' };

		expect(seen(await trigger.deliver(sent))).toEqual(
			told(401, 'The request lacks a header that the credential names.'),
		);
		expect(
			seen(await trigger.deliver({ ...sent, headers: { ...sent.headers, ...header } })),
		).toEqual(started(['action.solved']));
	});

	it('runs on the test URL while the editor listens', async () => {
		const trigger = await published(glartek, {}, { published: false });
		await trigger.listen();

		const outcome = await trigger.deliverToTestUrl({ ...glartek.delivery(body), method: 'PUT' });

		expect(seen(outcome)).toEqual(started(['work_order.completed']));
	});
});
