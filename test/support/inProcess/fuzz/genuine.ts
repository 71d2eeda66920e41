import fc, { type Arbitrary } from 'fast-check';

import type { VendorEvent } from '../../vendors';
import type { Shape } from '../../vendors/shape';
import * as any from './values';

/** Where in a payload something may be otherwise. */
interface Place {
	path: string[];
	shape: Shape;
}

/** What is otherwise at a place; `grow` adds a member that no class has. */
interface Edit {
	path: string[];
	to: 'other' | 'nothing' | 'absent' | 'grow';
	value?: unknown;
}

function placesIn(shape: Shape, path: string[] = []): Place[] {
	const here = path.length > 0 ? [{ path, shape }] : [];
	if (shape.kind === 'members') {
		return [
			...here,
			...Object.entries(shape.members).flatMap(([key, member]) => placesIn(member, [...path, key])),
		];
	}
	if (shape.kind !== 'list') return here;
	return [...here, ...shape.samples.flatMap((_, at) => placesIn(shape.of, [...path, String(at)]))];
}

/** Values that the vendor's class takes, by kind; a time of the event's own is a moment. */
const values = {
	text: any.text,
	link: fc.oneof(any.text, fc.webUrl()),
	integer: any.integer,
	number: any.number,
	boolean: fc.boolean(),
	guid: fc.uuid(),
	time: any.moment(fc.constantFrom('Z', '+01:00', '-05:00')),
	name: fc.oneof(any.text, fc.nat(20)),
	json: any.json,
};

/** A text that is always there names the event, or whose it is. */
const isName = ({ shape }: Place) => shape.kind === 'text' && shape.isRequired === true;

function editsAt({ path, shape }: Place): Arbitrary<Edit> {
	const isElement = /^\d+$/.test(path.at(-1)!);
	const isValue = shape.kind !== 'members' && shape.kind !== 'list';
	return fc.oneof(
		...(isValue ? [values[shape.kind].map((value): Edit => ({ path, to: 'other', value }))] : []),
		...(shape.kind === 'list'
			? [fc.constantFrom([], null).map((value): Edit => ({ path, to: 'other', value }))]
			: []),
		...(shape.kind === 'members'
			? [
					fc
						.tuple(
							any.text.filter((name) => !isTaken(shape.members, name)),
							any.json,
						)
						.map((value): Edit => ({ path, to: 'grow', value })),
				]
			: []),
		...(shape.isRequired || isElement
			? []
			: [
					fc.constant<Edit>({ path, to: 'nothing', value: isValue ? shape.none : null }),
					fc.constant<Edit>({ path, to: 'absent' }),
				]),
	);
}

/** Applies an edit where the payload has the place. */
function edit(data: any, { path, to, value }: Edit): void {
	const parent = path.slice(0, -1).reduce((one, name) => one?.[name], data);
	const key = path.at(-1)!;
	if (typeof parent !== 'object' || parent === null) return;
	if (to === 'grow') {
		const [name, member] = value as [string, unknown];
		const grown = parent[key];
		const isFree = typeof grown === 'object' && grown !== null && !isTaken(grown, name);
		if (isFree) Object.defineProperty(grown, name, { value: copyOf(member), ...OWN });
	} else if (to === 'absent') delete parent[key];
	else parent[key] = copyOf(value);
}

/** The values of edits are used again, by other edits and in other runs: a later edit must not grow them. */
const copyOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : value;

const OWN = { enumerable: true, configurable: true, writable: true };

/** Whether an object has a member of this name, in whatever letter case. */
const isTaken = (grown: object, name: string) =>
	Object.keys(grown).some((key) => key.toLowerCase() === name.toLowerCase());

/** The members of all objects in another order. */
function reversed(value: any): any {
	if (Array.isArray(value)) return value.map(reversed);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, member]) => [key, reversed(member)]),
	);
}

const editsOf = new Map<VendorEvent, Arbitrary<Edit>>();

/** The edits that leave a payload one that the vendor's classes allow. */
export function genuineEdits(
	vendorEvent: VendorEvent,
	isWanted: (path: string[]) => boolean = () => true,
): Arbitrary<Edit> {
	const places = placesIn(vendorEvent.shape).filter(
		(place) => !isName(place) && isWanted(place.path),
	);
	return fc.oneof(...places.map(editsAt));
}

/** The data of an event as the vendor's classes allow it: members left out, null, otherwise, more, in any order. */
export function genuine(vendorEvent: VendorEvent): Arbitrary<any> {
	const edits = editsOf.get(vendorEvent) ?? genuineEdits(vendorEvent);
	editsOf.set(vendorEvent, edits);
	return fc
		.tuple(
			fc.constantFrom('maximal' as const, 'minimal' as const, 'absent' as const),
			fc.array(edits, { maxLength: 8 }),
			fc.boolean(),
		)
		.map(([fullness, made, isReversed]) => {
			const data = edited(vendorEvent.payloads[fullness], made);
			return isReversed ? reversed(data) : data;
		});
}

/** A copy of a payload after edits. */
export function edited(data: unknown, edits: Edit[]): any {
	// Not structuredClone: in jest its objects are another realm's, and a counterexample does not show them.
	const copy = JSON.parse(JSON.stringify(data));
	for (const one of edits) edit(copy, one);
	return copy;
}
