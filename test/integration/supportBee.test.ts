import { fixture } from '../support/fixtures';
import { running, testedSupportBee } from '../support/services';

const body = fixture('supportbee', 'agent.reply.created');
const spelled = (event: string) =>
	testedSupportBee.delivery(body.replace('agent.reply.created', event));

describe('The SupportBee Trigger', () => {
	it.each([
		'agent.reply.created',
		'agent_reply_created',
		'agent.reply_created',
		'AGENT_REPLY.CREATED',
	])('understands %s as agent.reply.created', async (spelling) => {
		const trigger = running(testedSupportBee, { triggerOn: ['agent.reply.created'] });

		const { items } = await trigger.deliver(spelled(spelling));

		expect(items[0]).toMatchObject({
			event: 'agent.reply.created',
			eventName: 'New Agent Reply Created',
			occurredAt: '2026-01-20T11:02:31Z',
		});
		expect(items[0]).not.toHaveProperty('warnings');
	});

	it('understands an event under "Additional Event Names" in these spellings as well', async () => {
		const trigger = running(testedSupportBee, {
			triggerOn: ['ticket.created'],
			options: { additionalEventNames: ['Agent_Reply_Created'] },
		});

		const { items } = await trigger.deliver(spelled('agent.reply.created'));

		expect(items).toHaveLength(1);
	});

	it('keeps the name of an event that it does not know', async () => {
		const { items } = await running(testedSupportBee).deliver(spelled('Ticket_Merged'));

		expect(items[0]).toMatchObject({ event: 'Ticket_Merged', eventName: 'Ticket_Merged' });
	});

	it('logs that it ignored an event that is not in its list, and how to receive it', async () => {
		const trigger = running(testedSupportBee, { triggerOn: ['ticket.created'] });

		const { items, log } = await trigger.deliver(spelled('Ticket_Merged'));

		expect(items).toEqual([]);
		const told = log.filter(({ level }) => level === 'info').map(({ message }) => message);
		expect(told).toEqual([expect.stringContaining('ignored a delivery: ')]);
		expect(told[0]).toContain('"Ticket_Merged"');
		expect(told[0]).toContain('Additional Event Names');
	});

	it.each([
		['agent.reply.created', 'reply'],
		['comment.created', 'comment'],
		['customer.reply.created', 'reply'],
		['ticket.assigned.to.team', 'team_assignment'],
		['ticket.assigned.to.user', 'user_assignment'],
	])('runs for each %s of one ticket, but not for a retry', async (event, record) => {
		const first = fixture('supportbee', event);
		const payload = JSON.parse(first);
		payload.payload[record].id += 1;
		const trigger = running(testedSupportBee);
		const count = async (text: string) =>
			(await trigger.deliver(testedSupportBee.delivery(text))).items.length;

		expect(await count(first)).toBe(1);
		expect(await count(JSON.stringify(payload))).toBe(1);
		expect(await count(first)).toBe(0);
		expect(await count(JSON.stringify(payload))).toBe(0);
	});

	it.each([
		['ticket.created', '2026-01-20T10:15:00Z'],
		['comment.created', '2026-01-20T10:48:55Z'],
		['customer.reply.created', '2026-01-20T12:40:09Z'],
		['ticket.archived', null],
	])('says that %s happened at %s', async (event, occurredAt) => {
		const { items } = await running(testedSupportBee).deliver(
			testedSupportBee.delivery(fixture('supportbee', event)),
		);

		expect(items[0]).toMatchObject({ event, account: 'larkfield', occurredAt });
	});

	it('delivers a ticket without warnings if its subject, requester name and HTML are empty', async () => {
		const text = body
			.replace('"Wrong color delivered"', 'null')
			.replace('"Jonas Weber"', 'null')
			.replace(/"html": "[^"]*"/g, '"html": null');

		const { items } = await running(testedSupportBee).deliver(testedSupportBee.delivery(text));

		expect(items[0]).not.toHaveProperty('warnings');
	});
});
