import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';

import { isSame } from './lib/json';
import { Refusal } from './refusal';

/** The value of "Trigger On" that stands for every event, known or not. */
export const ALL_EVENTS = 'allEvents';

/** Names of events: a list, or text (as an expression may give it) with one name or several between commas. */
const nameList = (label: string) =>
	z
		.union([z.string().transform((names) => names.split(',')), z.array(z.string())], {
			error: `${label} must be a list of event names, or text with names separated by commas.`,
		})
		.transform((names) => names.map((name) => name.trim()).filter((name) => name !== ''))
		.prefault([]);

export const flag = (label: string, initially: boolean) =>
	z.boolean({ error: `${label} must be true or false.` }).default(initially);

export const text = (label: string) =>
	z
		.string({ error: `${label} must be text.` })
		.trim()
		.default('');

export const choice = <const Values extends readonly [string, ...string[]]>(
	label: string,
	values: Values,
) => z.enum(values, { error: `${label} must be one of ${values.join(', ')}.` }).default(values[0]);

/** A number above zero; where it is left empty, the given one. */
export const positive = <Otherwise extends number | undefined>(
	label: string,
	otherwise: Otherwise,
) => {
	const error = `${label} must be a number above 0.`;
	return z
		.preprocess(
			(value) => (value === '' || value === null ? undefined : value),
			z.coerce.number({ error }).positive({ error }).optional(),
		)
		.transform((value) => value ?? otherwise)
		.prefault(null);
};

const sharedOptions = {
	/** Events to trigger on that the catalogue does not have. */
	additionalEventNames: nameList('Additional Event Names'),
	includeRequest: flag('Include Request', false),
	ipAllowlist: z.string({ error: 'IP(s) Allowlist must be text.' }).default(''),
	/** What to do with an event that was sent before; see deduplicate(). */
	duplicateDeliveries: choice('Duplicate Deliveries', [
		'skipRetries',
		'skipIdentical',
		'processAll',
	]),
	/** How long an event is remembered, in hours; undefined: as long as the service may send it again. */
	rememberEvents: positive('Remember Events (Hours)', undefined),
	/** Where the workflow's author sees that a delivery was refused; see refuse(). */
	reportRefusedDeliveries: choice('Report Refused Deliveries', ['asFailedExecutions', 'logOnly']),
	/** What to do with an authenticated delivery that is not built as the service builds its own; see select(). */
	unrecognizedPayloads: choice('Unrecognized Payloads', ['report', 'start', 'ignore', 'reject']),
};

/** What an expression makes nothing of is unreadable, not left out: a guard must not open by a slip. */
const nothingToNull = (options: unknown) =>
	typeof options === 'object' && options !== null
		? Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value ?? null]))
		: options;

const optionsSchema = <Own extends z.ZodRawShape>(own: Own) =>
	z
		.preprocess(
			nothingToNull,
			z.object({ ...sharedOptions, ...own }, { error: 'Options must be a collection of options.' }),
		)
		.prefault({});

/**
 * The schema of a trigger's parameters: those all triggers share, and its own.
 * Each message says which field cannot be read; each parameter has a value where it is not there.
 */
export const settingsSchema = <Own extends z.ZodRawShape, OwnOptions extends z.ZodRawShape>(
	own: Own,
	ownOptions: OwnOptions,
) =>
	z.object({
		triggerOn: nameList('Trigger On'),
		simplify: flag('Simplify', false),
		...own,
		options: optionsSchema(ownOptions),
	});

/** The schema of a trigger with no parameters of its own. */
export const sharedSettings = settingsSchema({}, {});

/** What the user set in the node, of whatever service. */
export type Settings = z.infer<typeof sharedSettings>;

/** The events that the user named, in the list or by hand. */
export const wantedNames = ({
	triggerOn,
	options,
}: Pick<Settings, 'triggerOn' | 'options'>): string[] => [
	...triggerOn,
	...options.additionalEventNames,
];

/** A schema made by settingsSchema(). */
export type SettingsSchema<OwnSettings extends Settings> = z.ZodType<OwnSettings>;

/** What the parameters of a schema are where nothing is set; a delivery need not work that out anew. */
const initialValues = new WeakMap<object, Settings>();

/** The settings of a trigger in which nothing is set. */
export function initialOf<OwnSettings extends Settings>(
	schema: SettingsSchema<OwnSettings>,
): OwnSettings {
	const initial = (initialValues.get(schema) as OwnSettings | undefined) ?? schema.parse({});
	initialValues.set(schema, initial);
	return initial;
}

/** What n8n gave last for a schema, and what it was read as: from delivery to delivery it stays the same. */
const lastRead = new WeakMap<object, { given: unknown; settings: Settings }>();

/** @throws Refusal 503 where a parameter cannot be read: the service keeps the event, and sends it again. */
export function readSettings<OwnSettings extends Settings>(
	context: IWebhookFunctions | IHookFunctions | ITriggerFunctions,
	schema: SettingsSchema<OwnSettings>,
): OwnSettings {
	// All contexts take (name, fallback); their common type lists overloads that a union cannot call.
	const node = context as IHookFunctions;
	const parameters = Object.entries(initialOf(schema)).map(([name, initial]) => {
		const value: unknown = node.getNodeParameter(name, initial);
		return [name, value ?? null];
	});
	const given: unknown = Object.fromEntries(parameters);
	const last = lastRead.get(schema);
	// Told apart to the last: what is undefined is not what is left out.
	if (last && isSame(last.given, given)) return last.settings as OwnSettings;
	const result = schema.safeParse(given);
	if (result.success) {
		lastRead.set(schema, { given, settings: result.data });
		return result.data;
	}
	throw new Refusal(
		'unreadableSettings',
		"n8n can't read this trigger's settings.",
		result.error.issues.map(({ message }) => message).join(' '),
	);
}
