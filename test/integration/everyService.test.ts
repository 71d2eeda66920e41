import { fixture, fixtureNames } from '../support/fixtures';
import { byName, running } from '../support/services';

describe.each(byName)('%s', (_name, tested) => {
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

	it('has a fixture of every event in its list', () => {
		expect(fixtureNames(service.id)).toEqual(expect.arrayContaining(Object.keys(service.events)));
	});

	it('triggers on a selected event and leaves the answer to n8n, which has stored it by then', async () => {
		const trigger = running(tested, { triggerOn: [event] });

		const { items, answeredBy, result } = await trigger.deliver(tested.delivery(body));

		expect(items.map((item) => item.event)).toEqual([event]);
		expect(answeredBy).toBe('n8n');
		expect(Object.keys(result!)).toEqual(['workflowData']);
	});

	it('answers 200 with nothing in it to an event that is not selected, and starts nothing', async () => {
		const other = Object.keys(service.events).find((name) => name !== event)!;
		const trigger = running(tested, { triggerOn: [other] });

		const { status, text, answeredBy, result, log } = await trigger.deliver(tested.delivery(body));

		expect({ status, text, answeredBy }).toEqual({ status: 200, text: '', answeredBy: 'node' });
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log).toEqual([]);
	});

	it('refuses a delivery of a stranger with 401, and starts nothing', async () => {
		const { status, headers, answeredBy, result, log } = await running(tested).deliver(
			tested.forgery(body),
		);

		expect({ status, answeredBy }).toEqual({ status: 401, answeredBy: 'node' });
		expect(headers['content-type']).toBe('text/plain; charset=utf-8');
		expect(headers['x-content-type-options']).toBe('nosniff');
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log.map(({ level }) => level)).toEqual(['warn']);
		expect(log[0].message).toContain(`${service.name}: node "My Trigger" refused a delivery (401)`);
	});

	it('refuses everything with 401 while its credential is empty, even what seems signed', async () => {
		const credential = Object.fromEntries(
			Object.keys(tested.credential).map((field) => [field, '']),
		);
		const trigger = running(tested, {}, { credential });

		const { status, result } = await trigger.deliver({ ...tested.delivery(body), query: 'token=' });

		expect(status).toBe(401);
		expect(result).toEqual({ noWebhookResponse: true });
	});

	it('refuses an address that is not on the IP allow list with 403', async () => {
		const trigger = running(tested, { options: { ipAllowList: '192.0.2.0/24, 2001:db8::/32' } });

		const refused = await trigger.deliver({ ...tested.delivery(body), address: '198.51.100.7' });
		const allowed = await trigger.deliver({
			...tested.delivery(body),
			address: '::ffff:192.0.2.9',
		});

		expect(refused.status).toBe(403);
		expect(refused.result).toEqual({ noWebhookResponse: true });
		expect(refused.text).toBe("The client's address is not on the IP allow list.");
		expect(refused.log[0].message).toContain('Add 198.51.100.7 to the list');
		expect(allowed.items).toHaveLength(1);
	});

	it.each(tested.probes().map((probe) => [probe.body, probe]))(
		'answers 200 to the probe %j and starts nothing',
		async (_body, probe) => {
			const { status, text, result } = await running(tested).deliver(probe);

			expect({ status, text }).toEqual({ status: 200, text: '' });
			expect(result).toEqual({ noWebhookResponse: true });
		},
	);

	it('still asks a probe for its authentication', async () => {
		const { status } = await running(tested).deliver(tested.forgery(''));

		expect(status).toBe(401);
	});

	it('triggers in the editor, on the test URL, as often as the user tries', async () => {
		const trigger = running(tested, {}, { mode: 'manual' });

		const delivery = tested.delivery(body);

		const first = await trigger.deliver(delivery);
		const second = await trigger.deliver(delivery);

		expect(first.items).toHaveLength(1);
		expect(second.items).toHaveLength(1);
		expect(second.items[0].eventId).toBe(first.items[0].eventId);
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
		'reads JSON that comes as %s, which n8n itself does not parse',
		async (type) => {
			const { items } = await running(tested).deliver(withType(type, body));

			expect(items.map((item) => item.event)).toEqual([event]);
		},
	);

	if (isJsonOnly) {
		it.each(['application/xml', 'text/plain', 'application/x-www-form-urlencoded'])(
			'refuses %s, which it never sends, with 415',
			async (type) => {
				const { status, text, result } = await running(tested).deliver(withType(type, body));

				expect(status).toBe(415);
				expect(text).toBe(`${service.name} sends application/json.`);
				expect(result).toEqual({ noWebhookResponse: true });
			},
		);

		it('refuses what claims to be JSON and is not with 422', async () => {
			const { status, text } = await running(tested).deliver(withType('text/json', '{"half":'));

			expect({ status, text }).toEqual({ status: 422, text: 'The body is not JSON.' });
		});

		it.each(['{"hello":"world"}', '[1,2]', 'null', '5', '"text"'])(
			'delivers the JSON %s as "unrecognized" where all events are wanted',
			async (json) => {
				const { items } = await running(tested).deliver(tested.delivery(json));

				expect(items).toHaveLength(1);
				expect(items[0]).toMatchObject({ event: 'unrecognized', eventName: 'unrecognized' });
				expect(items[0].data).toEqual(JSON.parse(json));
				expect(items[0].warnings).toEqual([
					`event: ${service.name} is not known to send this event`,
				]);
			},
		);

		it('refuses what is not built as it builds its own with 400 where the user wants that', async () => {
			const trigger = running(tested, { options: { unrecognizedDeliveries: 'refuse' } });

			const { status, text, result } = await trigger.deliver(tested.delivery('{"hello":"world"}'));

			expect(status).toBe(400);
			expect(text).toBe(`This is not a delivery as ${service.name} sends it.`);
			expect(result).toEqual({ noWebhookResponse: true });
		});

		it('says in the log that it ignores something unknown, and how to receive it', async () => {
			const trigger = running(tested, { triggerOn: [event] });

			const { status, log } = await trigger.deliver(tested.delivery('{"hello":"world"}'));

			expect(status).toBe(200);
			expect(log).toHaveLength(1);
			expect(log[0].level).toBe('info');
			expect(log[0].message).toBe(
				`${service.name}: node "My Trigger" ignored a delivery: Its event is not selected, ` +
					'and not known: ["unrecognized"]. To receive it, select "All Events" or add it under ' +
					'"Other Event Names".',
			);
		});
	}
});
