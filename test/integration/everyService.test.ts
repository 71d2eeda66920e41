import { answersOf, titleOf } from '../support/answers';
import { fixture, fixtureNames } from '../support/fixtures';
import { byName, running, type TestedService } from '../support/services';

const emptied = ({ credential }: TestedService) =>
	Object.fromEntries(Object.keys(credential).map((field) => [field, '']));

describe.each(byName)('The %s Trigger', (_name, tested) => {
	const { service, event } = tested;
	const body = fixture(service.id, event);
	const isJsonOnly = service.accepts === 'json';

	it.each(fixtureNames(service.id))('delivers %s as one item without warnings', async (name) => {
		const sent = fixture(service.id, name);

		const { items, answeredBy, status, text } = await running(tested).deliver(
			tested.delivery(sent, name),
		);

		expect(items).toHaveLength(1);
		const [item] = items;
		expect(item).not.toHaveProperty('warnings');
		expect(item.service).toBe(service.id);
		expect(item.event).toBe(name.startsWith('documented-') ? JSON.parse(sent).EventType : name);
		expect({ answeredBy, status, text }).toEqual({ answeredBy: 'n8n', status: 200, text: '' });
	});

	it('has a fixture for every event in its list', () => {
		expect(fixtureNames(service.id)).toEqual(expect.arrayContaining(Object.keys(service.events)));
	});

	const inProcess = answersOf(tested).filter(({ needsN8n }) => !needsN8n);

	it.each(inProcess.map((row) => [titleOf(row), row] as const))('%s', async (_title, row) => {
		const trigger = running(
			tested,
			row.parameters,
			row.isEmptied && { credential: emptied(tested) },
		);
		if (row.first) await trigger.deliver(row.first);

		const { status, text, items, failure, answeredBy } = await trigger.deliver(row.sent);

		expect({ status, events: items.map((item) => item.event) }).toEqual({
			status: row.status,
			events: row.events ?? [],
		});
		if (row.text !== undefined) expect(text).toBe(row.text);
		// Where nothing runs, the trigger has ended the response itself; else n8n answers once it has the execution.
		if (row.status === 200) {
			const isStarted = row.events !== undefined || row.isReported === true;
			expect(answeredBy).toBe(isStarted ? 'n8n' : 'node');
		}
		if (row.isReported) {
			expect(failure?.data).toMatchObject([{ data: JSON.parse(String(row.sent.body)) }]);
		}
	});

	it('starts the workflow for a selected event, and leaves the answer to n8n', async () => {
		const trigger = running(tested, { triggerOn: [event] });

		const { items, answeredBy, result } = await trigger.deliver(tested.delivery(body));

		expect(items.map((item) => item.event)).toEqual([event]);
		expect(answeredBy).toBe('n8n');
		expect(Object.keys(result!)).toEqual(['workflowData']);
	});

	/** Why an accepted delivery starts nothing, where the service takes an answer with anything in it. */
	const why = (text: string) => (service.wantsEmptyAnswers ? '' : text);

	it('answers 200 to an event that is not selected, logs it, and starts nothing', async () => {
		const other = Object.keys(service.events).find((name) => name !== event)!;
		const trigger = running(tested, { triggerOn: [other] });

		const { status, text, answeredBy, result, log } = await trigger.deliver(tested.delivery(body));

		expect({ status, text, answeredBy }).toEqual({
			status: 200,
			text: why('Event not selected in the trigger.'),
			answeredBy: 'node',
		});
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log.map(({ level }) => level)).toEqual(['debug']);
		expect(log[0].message).toContain(`ignored an event: "${event}" is not selected.`);
	});

	it('answers 200 to a retry, logs it, and starts nothing', async () => {
		const trigger = running(tested);
		const delivery = tested.delivery(body);
		const [item] = (await trigger.deliver(delivery)).items;

		const { status, text, items, log } = await trigger.deliver(delivery);

		expect({ status, text, items }).toEqual({
			status: 200,
			text: why('Already received.'),
			items: [],
		});
		expect(log.map(({ level }) => level)).toEqual(['debug']);
		expect(log[0].message).toContain(`skipped a repeated event: "${event}"`);
		if (service.events[event].identity.by !== 'fingerprint') {
			expect(log[0].message).toContain(`eventId ${item.eventId}`);
		}
	});

	it('refuses a forged delivery with 401, logs it, and runs nothing', async () => {
		const { status, headers, answeredBy, items, log } = await running(tested).deliver(
			tested.forgery(body),
		);

		expect({ status, answeredBy }).toEqual({ status: 401, answeredBy: 'node' });
		expect(headers['content-type']).toBe('text/plain; charset=utf-8');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(items).toEqual([]);
		expect(log.map(({ level }) => level)).toEqual(['warn']);
		expect(log[0].message).toMatch(
			new RegExp(
				`^${service.name}: workflow "My workflow" \\([0-9a-f-]{36}\\), node "My Trigger" refused a delivery \\(401\\): `,
			),
		);
	});

	it('lets in an address on the IP allowlist, and logs an address that is not on it', async () => {
		const trigger = running(tested, { options: { ipAllowlist: '192.0.2.0/24, 2001:db8::/32' } });

		const refused = await trigger.deliver({ ...tested.delivery(body), address: '198.51.100.7' });
		const allowed = await trigger.deliver({
			...tested.delivery(body),
			address: '::ffff:192.0.2.9',
		});

		expect(refused.status).toBe(403);
		expect(refused.log[0].message).toContain('It came from 198.51.100.7.');
		expect(allowed.items).toHaveLength(1);
	});

	it('runs on the test URL in the editor each time, even for the same delivery', async () => {
		const trigger = running(tested, {}, { mode: 'manual' });

		const delivery = tested.delivery(body);

		const first = await trigger.deliver(delivery);
		const second = await trigger.deliver(delivery);

		expect(first.items).toHaveLength(1);
		expect(second.items).toHaveLength(1);
		const isUnique = service.events[event].identity.by !== 'fingerprint';
		expect(second.items[0].eventId === first.items[0].eventId).toBe(isUnique);
	});

	const withType = (type: string | undefined, sent: string | Buffer) => {
		const { headers, ...delivery } = tested.delivery(sent);
		const signatures = Object.entries(headers!).filter(([name]) => name !== 'content-type');
		return {
			...delivery,
			headers: { ...Object.fromEntries(signatures), ...(type && { 'content-type': type }) },
		};
	};

	it.each(['application/vnd.api+json', 'text/json', undefined])(
		'reads JSON with the content type %s, which n8n itself does not parse',
		async (type) => {
			const { items } = await running(tested).deliver(withType(type, body));

			expect(items.map((item) => item.event)).toEqual([event]);
		},
	);

	if (isJsonOnly) {
		it('refuses a body with 422 if it claims to be JSON and is not', async () => {
			const { status, text } = await running(tested).deliver(withType('text/json', '{"half":'));

			expect({ status, text }).toEqual({ status: 422, text: 'The body is not JSON.' });
		});

		const UNRECOGNIZED = ['{"hello":"world"}', '[1,2]', 'null', '5', '"text"'];

		it.each(UNRECOGNIZED)(
			'starts the workflow for the JSON %s as "unrecognized" if the user wants that, whatever is selected',
			async (json) => {
				for (const triggerOn of [['allEvents'], [event]]) {
					const options = { unrecognizedPayloads: 'start' };
					const trigger = running(tested, { triggerOn, options });

					const { items } = await trigger.deliver(tested.delivery(json));

					expect(items).toHaveLength(1);
					expect(items[0]).toMatchObject({
						event: 'unrecognized',
						eventName: 'unrecognized',
						person: null,
						recordId: null,
						data: JSON.parse(json),
						warnings: [`data: its shape is not one that ${service.name} sends`],
					});
				}
			},
		);

		const withOption = (unrecognizedPayloads: string) =>
			running(tested, { options: { unrecognizedPayloads } });

		it.each(UNRECOGNIZED)('ignores the JSON %s if the user wants that', async (json) => {
			const { status, result } = await withOption('ignore').deliver(tested.delivery(json));

			expect(status).toBe(200);
			expect(result).toEqual({ noWebhookResponse: true });
		});

		it.each(UNRECOGNIZED)('refuses the JSON %s with 400 if the user wants that', async (json) => {
			const { status, text, items } = await withOption('reject').deliver(tested.delivery(json));

			expect(status).toBe(400);
			expect(text).toBe(`The payload does not have a shape that ${service.name} sends.`);
			expect(items).toEqual([]);
		});
	}

	it.each<[string, unknown, string]>([
		['an empty list', [], 'No event is selected.'],
		['an empty text', '', 'No event is selected.'],
		[
			'a name that is not in the list',
			['misspelt'],
			'"Trigger On" has a name that is not in its list.',
		],
		['null in a list', [null], "n8n can't read this trigger's settings."],
		['a number in a list', [1], "n8n can't read this trigger's settings."],
		['a number', 5, "n8n can't read this trigger's settings."],
	])(
		'answers 503, so that no event is lost, while Trigger On is %s',
		async (_what, triggerOn, reason) => {
			const trigger = running(tested, { triggerOn: triggerOn as never });

			const { status, text, log } = await trigger.deliver(tested.delivery(body));

			expect({ status, text }).toEqual({ status: 503, text: reason });
			expect(log.map(({ level }) => level)).toEqual(['warn']);
			await expect(trigger.publish()).rejects.toThrow(reason);
		},
	);

	it('accepts the event names that an expression gives as text, one name or several', async () => {
		const [other] = Object.keys(service.events).filter((name) => name !== event);
		for (const triggerOn of [event, `${other}, ${event}`]) {
			const trigger = running(tested, { triggerOn: triggerOn as never });

			await expect(trigger.publish()).resolves.toBeUndefined();
			expect((await trigger.deliver(tested.delivery(body))).items).toMatchObject([{ event }]);
		}
	});
});
