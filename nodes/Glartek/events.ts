import { z } from 'zod/v4';

import type { Catalogue } from '../../receiver/service';

/** Who works on it: concluded, as all of Glartek's members. */
const ASSIGNEE = [
	'assignee',
	'assignedTo',
	'workOrder.assignee',
	'work_order.assignee',
	'data.assignee',
	'user',
] as const;

/**
 * The webhook types of https://help.glartek.com/article/webhooks by strings of ours: Glartek gives its own,
 * and the shape of its payloads, to its customers on request only.
 */
const type = (name: string, description: string, person?: readonly string[]) =>
	({
		name,
		description,
		data: z.unknown(),
		identity: { by: 'fingerprint', evidence: 'unknown' },
		...(person && { fields: { person } }),
	}) as const;

export const glartekEvents = {
	'action.cant_do': type("Action Can't Do", "When an action's status becomes Can't Do"),
	'action.created': type('Action Created', 'When an action is created'),
	'action.in_progress': type('Action In Progress', "When an action's status becomes In Progress"),
	'action.solved': type('Action Solved', "When an action's status becomes Solved"),
	'work_order.assigned': type(
		'Work Order Assigned',
		'When a work order is assigned to a user, or to another one',
		ASSIGNEE,
	),
	'work_order.completed': type(
		'Work Order Completed',
		"When a work order's status becomes Done or Completed",
		ASSIGNEE,
	),
	'work_order.created': type('Work Order Created', 'When a work order is created'),
	'work_order.deleted': type('Work Order Deleted', 'When a work order is deleted'),
	'work_order.overdue': type(
		'Work Order Overdue (Pending)',
		'When the deadline for starting a work order has passed',
		ASSIGNEE,
	),
	'work_order.started': type('Work Order Started', 'When work on a work order begins', ASSIGNEE),
	'work_order.updated': type(
		'Work Order Updated',
		'When a work order changes, for example the status of a task or a response',
	),
} as const satisfies Catalogue;

/** Labels as Glartek's own page prints them, where that differs: https://help.glartek.com/article/webhooks */
export const otherLabels: Readonly<Record<string, keyof typeof glartekEvents>> = {
	'Work Oder Assigned': 'work_order.assigned',
};
