import { otherLabels, glartekEvents } from '../../../nodes/Glartek/events';
import * as is from './shape';

/*
 * Glartek publishes no shape: bodies built as its help page's words suggest, in three ways: with the record beside
 * the people, below `data`, and bare. All of it is concluded.
 */

const person = (id: number, who: string, name: string) =>
	is.members({ id: is.integer(id), name: is.text(name), email: is.text(`${who}@example.com`) });

const STATUS: Record<string, string> = {
	'action.cant_do': "Can't Do",
	'action.created': 'To Do',
	'action.in_progress': 'In Progress',
	'action.solved': 'Solved',
	'work_order.assigned': 'To Do',
	'work_order.completed': 'Done',
	'work_order.created': 'To Do',
	'work_order.deleted': 'Deleted',
	'work_order.overdue': 'Pending',
	'work_order.started': 'In Progress',
	'work_order.updated': 'In Progress',
};

const isAction = (event: string) => event.startsWith('action.');

const recordOf = (event: string) =>
	is.members({
		id: is.integer(isAction(event) ? 881 : 20518),
		name: is.text(isAction(event) ? 'Replace seal of pump P-12' : 'Quarterly pump inspection'),
		description: is.text(
			isAction(event) ? 'A drop a minute at the shaft.' : 'Check seals and bearings.',
		),
		status: is.text(STATUS[event]),
		priority: is.text('High'),
		asset: is.members({ id: is.integer(7204), name: is.text('Pump P-12') }),
		createdAt: is.time('2026-03-03T07:41:12Z'),
		updatedAt: is.time('2026-03-04T08:12:30Z'),
	});

const MORE: Record<string, Record<string, is.Shape>> = {
	'work_order.assigned': { previousAssignee: person(305, 'lena.brandt', 'Lena Brandt') },
	'work_order.updated': {
		tasks: is.list(is.members({ title: is.text('Check seals'), response: is.text('No leak') })),
	},
};

/** A type's label, as Glartek's page prints it. */
const labelOf = (event: string): string => {
	const { name } = glartekEvents[event as keyof typeof glartekEvents];
	return Object.keys(otherLabels).find((label) => otherLabels[label] === event) ?? name;
};

const bodyOf = (event: string) =>
	is.members({
		webhookType: is.required(is.text(labelOf(event))),
		timestamp: is.time('2026-03-04T08:12:31Z'),
		[isAction(event) ? 'action' : 'workOrder']: recordOf(event),
		assignee: person(318, 'tomas.eide', 'Tomas Eide'),
		user: person(92, 'mira.solberg', 'Mira Solberg'),
		url: is.link(`https://plant.example.com/${isAction(event) ? 'actions/881' : 'orders/20518'}`),
		...MORE[event],
	});

/** By the event's string. */
export const bodies: Record<string, is.Members> = Object.fromEntries(
	Object.keys(STATUS).map((event) => [event, bodyOf(event)]),
);

/** With the record below `data`, its id as text, and all else null. */
export const minimalOf = (event: string) => ({
	type: labelOf(event),
	data: {
		...(is.minimal(is.own(recordOf(event))) as object),
		id: isAction(event) ? '881' : '20518',
		assignedTo: null,
	},
});

export const absentOf = (event: string) => ({ id: isAction(event) ? 881 : 20518 });
