import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod/v4';

import { entryOf } from '../../../../receiver/service';
import type { VendorEvent } from '../../vendors';
import * as any from './values';

/** As much of JSON Schema as zod makes of the catalogues. */
interface JsonSchema {
	type?: string;
	const?: unknown;
	anyOf?: JsonSchema[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
}

/** Mostly what the schema says, else anything. */
function valueBy(schema: JsonSchema): Arbitrary<unknown> {
	return fc.oneof({ weight: 8, arbitrary: asSaid(schema) }, { weight: 1, arbitrary: any.json });
}

function asSaid(schema: JsonSchema): Arbitrary<unknown> {
	if ('const' in schema) return fc.constant(schema.const);
	if (schema.anyOf) return fc.oneof(...schema.anyOf.map(asSaid));
	if (schema.properties) {
		const properties = Object.entries(schema.properties).map(
			([key, member]) => [key, valueBy(member)] as const,
		);
		return fc.record(Object.fromEntries(properties), { requiredKeys: [] });
	}
	if (schema.type === 'array') return fc.array(valueBy(schema.items ?? {}), { maxLength: 3 });
	if (schema.type === 'string') return fc.oneof(any.text, any.almostTime);
	if (schema.type === 'number') return any.number;
	if (schema.type === 'boolean') return fc.boolean();
	if (schema.type === 'null') return fc.constant(null);
	return any.json;
}

const made = new Map<VendorEvent, Arbitrary<unknown>>();

/** The data of an event by the catalogue's schema, with what the schema does not expect here and there. */
export function mutant(vendorEvent: VendorEvent): Arbitrary<any> {
	const { tested, event } = vendorEvent;
	const arbitrary =
		made.get(vendorEvent) ??
		asSaid(z.toJSONSchema(entryOf(tested.service, event)!.data) as JsonSchema);
	made.set(vendorEvent, arbitrary);
	if (tested.service.id === 'supportbee') {
		return arbitrary.map((data) => ({ ...(data as object), action_type: event }));
	}
	return tested.service.id === 'glassix'
		? arbitrary.map((data) => ({ ...(data as object), _event: event }))
		: arbitrary;
}
