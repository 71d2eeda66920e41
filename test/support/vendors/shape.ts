/*
 * Payloads by the vendors' classes: what each member holds, and what else it may be. From a shape come the payload
 * with everything in it, the one with nothing that may be left empty, and any between them (test/support/fuzz/).
 */

/** What a member without members of its own holds. */
type Kind = 'text' | 'link' | 'integer' | 'number' | 'boolean' | 'guid' | 'time' | 'name' | 'json';

interface Common {
	/** Whether the vendor always sends it, with something in it. */
	isRequired?: boolean;
	/** Whether it is what the event is about: there, even where all else is null. */
	isOwn?: boolean;
}

/** A value; of an enumeration (`name`) a name, or its number. */
export interface Leaf extends Common {
	kind: Kind;
	/** A value of ours. */
	sample: unknown;
	/** What stands there where there is nothing: null, or what the vendor's language has for "unset". */
	none: unknown;
}

export interface Members extends Common {
	kind: 'members';
	members: Readonly<Record<string, Shape>>;
}

interface List extends Common {
	kind: 'list';
	of: Shape;
	/** Elements of ours. */
	samples: unknown[];
}

export type Shape = Leaf | Members | List;

const leaf =
	(kind: Kind, none: unknown = null) =>
	(sample: unknown): Leaf => ({ kind, sample, none });

/** Members that may be null. */
export const text = leaf('text');
export const link = leaf('link');
export const integer = leaf('integer');
export const flag = leaf('boolean');
export const guid = leaf('guid');
export const time = leaf('time');
export const name = leaf('name');
export const json = leaf('json');

/** Members of .NET's value types, which are never null. */
export const UNSET_TIME = '0001-01-01T00:00:00';
export const NO_GUID = '00000000-0000-0000-0000-000000000000';
export const netInteger = leaf('integer', 0);
export const netNumber = leaf('number', 0);
export const netFlag = leaf('boolean', false);
export const netGuid = leaf('guid', NO_GUID);
export const netTime = leaf('time', UNSET_TIME);
export const netName = leaf('name', 'Undefined');
export const netSpan = leaf('text', '00:00:00');

export const members = (all: Record<string, Shape>): Members => ({ kind: 'members', members: all });

/** A list of such elements; without samples one with everything in it. */
export const list = (of: Shape, samples = [maximal(of)]): List => ({ kind: 'list', of, samples });

export const own = <Of extends Shape>(shape: Of): Of => ({ ...shape, isOwn: true });

/** What the vendor always sends. */
export const required = <Of extends Shape>(shape: Of): Of => ({
	...shape,
	isRequired: true,
	isOwn: true,
	...(shape.kind !== 'members' && shape.kind !== 'list' && { none: shape.sample }),
});

const eachMember = (shape: Members, make: (member: Shape) => unknown) =>
	Object.fromEntries(Object.entries(shape.members).map(([key, member]) => [key, make(member)]));

/** With everything in it. */
export function maximal(shape: Shape): unknown {
	if (shape.kind === 'members') return eachMember(shape, maximal);
	return structuredClone(shape.kind === 'list' ? shape.samples : shape.sample);
}

/** With nothing but what the event is about, and in that with null wherever null may stand. */
export function minimal(shape: Shape): unknown {
	if (shape.kind !== 'members' && shape.kind !== 'list') return shape.none;
	if (!shape.isOwn) return null;
	return shape.kind === 'members' ? eachMember(shape, minimal) : [minimal(own(shape.of))];
}
