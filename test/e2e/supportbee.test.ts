import { fixture } from '../support/fixtures';
import { testedSupportBee as supportBee } from '../support/services';
import { deliversEveryEvent } from '../support/realN8n/everyEvent';
import { published } from '../support/realN8n/published';
import { answersByTheTable, NOT_SELECTED, nothing, seen, started } from '../support/realN8n/table';

const reply = fixture('supportbee', 'agent.reply.created');
const spelled = (event: string, id = 80441) =>
	supportBee.delivery(
		reply.replace('agent.reply.created', event).replace('"id": 80441', `"id": ${id}`),
	);

answersByTheTable(supportBee);

deliversEveryEvent(
	supportBee,
	[
		['agent.reply.created', 'New Agent Reply Created', '2026-01-20T11:02:31Z'],
		['comment.created', 'New Comment Created', '2026-01-20T10:48:55Z'],
		['customer.reply.created', 'New Customer Reply Created', '2026-01-20T12:40:09Z'],
		['ticket.answered', 'Ticket Answered', null],
		['ticket.archived', 'Ticket Archived', null],
		['ticket.assigned.to.team', 'Ticket Assigned to Team', null],
		['ticket.assigned.to.user', 'Ticket Assigned to User', null],
		['ticket.created', 'New Ticket Created', '2026-01-20T10:15:00Z'],
		['ticket.spammed', 'Ticket Spammed', null],
		['ticket.trashed', 'Ticket Trashed', null],
		['ticket.unanswered', 'Ticket Unanswered', null],
		['ticket.unarchived', 'Ticket Unarchived', null],
		['ticket.unassigned.from.team', 'Ticket Unassigned from Team', null],
		['ticket.unassigned.from.user', 'Ticket Unassigned from User', null],
		['ticket.unspammed', 'Ticket Unspammed', null],
		['ticket.untrashed', 'Ticket Untrashed', null],
	].map(([name, eventName, occurredAt]) => ({
		fixture: name!,
		eventName: eventName!,
		account: 'larkfield',
		occurredAt: occurredAt!,
	})),
	({ payload }) => payload,
);

describe('An event of SupportBee', () => {
	it('is the same in every spelling that SupportBee uses', async () => {
		const trigger = await published(supportBee, { triggerOn: ['agent.reply.created'] });

		for (const [place, spelling] of [
			'agent_reply_created',
			'agent.reply_created',
			'AGENT_REPLY.CREATED',
		].entries()) {
			const outcome = await trigger.deliver(spelled(spelling, place));

			expect(seen(outcome)).toEqual(started(['agent.reply.created']));
			expect(outcome.runs[0][0]).not.toHaveProperty('warnings');
		}
	});

	it('runs under its own name, with a warning, if it is not in the list', async () => {
		const trigger = await published(supportBee);

		const outcome = await trigger.deliver(spelled('Ticket_Merged'));

		expect(seen(outcome)).toEqual(started(['Ticket_Merged']));
		expect(outcome.runs[0][0]).toMatchObject({
			eventName: 'Ticket_Merged',
			warnings: ['event: Trigger On does not list this event, so its data was not checked'],
		});
	});

	it('runs if it is added under "Additional Event Names", in any spelling', async () => {
		const trigger = await published(supportBee, {
			triggerOn: ['ticket.created'],
			options: { additionalEventNames: ['Agent_Reply_Created'] },
		});

		expect(seen(await trigger.deliver(spelled('agent.reply.created')))).toEqual(
			started(['agent.reply.created']),
		);
		expect(seen(await trigger.deliver(spelled('comment.created')))).toEqual(
			nothing(supportBee, NOT_SELECTED),
		);
	});

	it('runs on the test URL while the editor listens', async () => {
		const trigger = await published(supportBee, {}, { published: false });
		await trigger.listen();

		const outcome = await trigger.deliverToTestUrl(supportBee.delivery(reply));

		expect(seen(outcome)).toEqual(started(['agent.reply.created']));
	});
});
