import type { RefusalKind } from './refusal';

const MINUTE = 60_000;

const DAY = 24 * 60 * MINUTE;

/** Of a kind's refusals within a day, those of which an execution is recorded. */
const RECORDED: readonly number[] = [1, 10, 100, 1000];

/** So many refusals of a kind. */
export interface Count {
	number: number;
	/** When the first of them came, in milliseconds since 1970. */
	since: number;
}

const keyOf = (node: string, kind: RefusalKind) => `${node}/${kind}`;

/** Refusals of which the log has no line yet, and those of which an execution may be recorded: of each node and kind. */
const unlogged = new Map<string, Count & { loggedAt: number }>();
const recordable = new Map<string, Count>();

/**
 * Counts a refusal for the log: a kind has one line a minute.
 * @param node its key, see nodeKey().
 * @returns what the line is about, undefined where there is none now.
 */
export function countForLog(node: string, kind: RefusalKind): Count | undefined {
	const key = keyOf(node, kind);
	const now = Date.now();
	const { number, since, loggedAt } = unlogged.get(key) ?? { number: 0, since: now, loggedAt: 0 };
	const count = { number: number + 1, since: number === 0 ? now : since };
	const isDue = now - loggedAt >= MINUTE;
	unlogged.set(key, isDue ? { number: 0, since: now, loggedAt: now } : { ...count, loggedAt });
	return isDue ? count : undefined;
}

/**
 * Counts a refusal for the executions: a kind's first one in a day is recorded, and few of the others.
 * @param node its key, see nodeKey().
 * @returns what the record is about, undefined where there is none now.
 */
export function countForRecord(node: string, kind: RefusalKind): Count | undefined {
	const key = keyOf(node, kind);
	const now = Date.now();
	const { number, since } = recordable.get(key) ?? { number: 0, since: now };
	const count = { number: number + 1, since };
	const isAnotherDay = now - since >= DAY;
	recordable.set(key, isAnotherDay ? { number: 1, since: now } : count);
	return isAnotherDay || RECORDED.includes(count.number) ? count : undefined;
}
