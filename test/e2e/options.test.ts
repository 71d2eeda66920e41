import { fixture } from '../support/fixtures';
import {
	API_SECRET,
	testedGlartek,
	testedGlassix,
	testedServices,
	testedSocialBoards,
	testedSupportBee,
	URL_TOKEN,
} from '../support/services';
import { published } from '../support/realN8n/published';
import { ALREADY_RECEIVED, nothing, seen, started, told } from '../support/realN8n/table';

const byName = testedServices.map((tested) => [tested.service.name, tested] as const);

describe.each(byName)('In the %s Trigger,', (_name, tested) => {
	const { service, event } = tested;
	const body = fixture(service.id, event);

	it('"IP(s) Allowlist" lets in only the addresses on it, whatever a header claims', async () => {
		const elsewhere = await published(tested, { options: { ipAllowlist: '192.0.2.0/24, ::1' } });
		const here = await published(tested, { options: { ipAllowlist: '192.0.2.1, 127.0.0.0/8' } });
		const { headers, ...sent } = tested.delivery(body);
		const claim = { 'X-Forwarded-For': '192.0.2.9', 'X-Real-IP': '192.0.2.9' };

		expect(seen(await elsewhere.deliver({ ...sent, headers: { ...headers, ...claim } }))).toEqual(
			told(403, "The sender's address is not on the IP(s) Allowlist."),
		);
		expect(seen(await here.deliver({ ...sent, headers: headers! }))).toEqual(started([event]));
	});

	it('"Include Request" adds the request without its secrets', async () => {
		const trigger = await published(tested, { options: { includeRequest: true } });
		const { headers, query = '', ...sent } = tested.delivery(body);

		const { runs } = await trigger.deliver({
			...sent,
			query: `${query}&place=Oslo`,
			headers: { ...headers, Authorization: 'Bearer abc', 'X-Try': '2' },
		});

		const { request } = runs[0][0];
		expect(request).toMatchObject({
			method: 'POST',
			address: '127.0.0.1',
			headers: { 'x-try': '2' },
			query: { place: 'Oslo' },
		});
		expect(JSON.stringify(runs)).not.toMatch(
			new RegExp(`${URL_TOKEN}|${API_SECRET}|sha1=|Bearer abc`),
		);
	});
});

describe('"Simplify"', () => {
	it.each([
		[
			'Glassix',
			testedGlassix,
			'TICKET_STATE_CHANGE',
			'Ticket State Change',
			{
				occurredAt: '2026-03-02T10:02:55.0047730Z',
				recordId: 90412,
				text: null,
				title: 'Parcel arrived open',
				status: 'Closed',
				person: 'Ines Duarte',
				url: null,
			},
		],
		[
			'Glartek',
			testedGlartek,
			'work_order.completed',
			'Work Order Completed',
			{
				occurredAt: null,
				recordId: 20518,
				text: 'Check seals and bearings, note the pressure.',
				title: 'Quarterly pump inspection',
				status: 'Completed',
				person: 'Okan Yildiz',
				url: 'https://plant.example.com/work-orders/20518',
			},
		],
		[
			'SocialBoards',
			testedSocialBoards,
			'ticket_status_change',
			'Ticket Status Change',
			{
				occurredAt: null,
				recordId: 730115,
				text: 'My invoice shows two ferries, I took one.',
				title: 'Wrong invoice',
				status: 'pending',
				person: 'Mira Solberg',
				url: 'https://inbox.example.com/harbourlight/tickets?ticketId=730115',
			},
		],
		[
			'SupportBee',
			testedSupportBee,
			'agent.reply.created',
			'New Agent Reply Created',
			{
				occurredAt: '2026-01-20T11:02:31Z',
				recordId: 66301,
				text: expect.any(String),
				title: 'Wrong color delivered',
				status: 'answered',
				person: 'Noor Haddad',
				url: 'https://larkfield.example.com/tickets/66301',
			},
		],
	])(
		'turns an event of %s into an item of ten fields',
		async (_name, tested, event, eventName, own) => {
			const trigger = await published(tested, { simplify: true });

			const { runs } = await trigger.deliver(tested.delivery(fixture(tested.service.id, event)));

			expect(runs).toEqual([
				[
					{
						service: tested.service.id,
						eventName,
						eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
						...own,
					},
				],
			]);
		},
	);
});

describe('"Duplicate Deliveries"', () => {
	const delivery = testedSupportBee.delivery(fixture('supportbee', 'agent.reply.created'));

	it('drops a retry, unless the user wants to keep it', async () => {
		const dropping = await published(testedSupportBee);
		const keeping = await published(testedSupportBee, {
			options: { duplicateDeliveries: 'processAll' },
		});

		expect(seen(await dropping.deliver(delivery))).toEqual(started(['agent.reply.created']));
		expect(seen(await dropping.deliver(delivery))).toEqual(
			nothing(testedSupportBee, ALREADY_RECEIVED),
		);
		expect(seen(await keeping.deliver(delivery))).toEqual(started(['agent.reply.created']));
		expect(seen(await keeping.deliver(delivery))).toEqual(started(['agent.reply.created']));
	});
});
