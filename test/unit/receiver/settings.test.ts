import type { IWebhookFunctions } from 'n8n-workflow';

import { readSettings, sharedSettings } from '../../../receiver/settings';

/** Reads what n8n hands over for the node's parameters. */
const read = (parameters: Record<string, unknown>) =>
	readSettings(
		{
			getNodeParameter: (name: string, fallback: unknown) =>
				name in parameters ? parameters[name] : fallback,
		} as unknown as IWebhookFunctions,
		sharedSettings,
	);

const NEITHER = 'Trigger On must be a list of event names, or text with names separated by commas.';

describe('The settings of a trigger', () => {
	it('have a value each where the user set nothing', () => {
		expect(read({})).toEqual({
			triggerOn: [],
			otherEvents: [],
			simplify: false,
			options: {
				includeRequest: false,
				ipAllowList: '',
				repeatedDeliveries: 'drop',
				repeatWindow: undefined,
				unrecognizedPayloads: 'report',
			},
		});
	});

	it.each([
		['a list', ['ticket.created', 'ticket.archived']],
		['text with commas, as an expression may give it', 'ticket.created, ticket.archived'],
		['a list with blanks', [' ticket.created', '', 'ticket.archived ']],
	])('take events as %s', (_how, triggerOn) => {
		expect(read({ triggerOn }).triggerOn).toEqual(['ticket.created', 'ticket.archived']);
	});

	it.each([
		[{ triggerOn: [null] }, NEITHER],
		[{ triggerOn: [1] }, NEITHER],
		[{ triggerOn: 5 }, NEITHER],
		[{ triggerOn: { a: 1 } }, NEITHER],
		[{ triggerOn: null }, NEITHER],
		[
			{ otherEvents: { values: [] } },
			'Other Event Names must be a list of event names, or text with names separated by commas.',
		],
		[{ simplify: 'yes' }, 'Simplify must be true or false.'],
		[{ options: 'none' }, 'Options must be a collection of options.'],
		[{ options: { ipAllowList: undefined } }, 'IP Allow List must be text.'],
		[{ options: { ipAllowList: null } }, 'IP Allow List must be text.'],
		[{ options: { ipAllowList: ['192.0.2.1'] } }, 'IP Allow List must be text.'],
		[{ options: { includeRequest: 'yes' } }, 'Include Request must be true or false.'],
		[
			{ options: { repeatedDeliveries: 'never' } },
			'Repeated Deliveries must be one of drop, dropIdentical, keep.',
		],
		[{ options: { repeatWindow: 0 } }, 'Recognize Repeats For (Hours) must be a number above 0.'],
		[
			{ options: { repeatWindow: 'long' } },
			'Recognize Repeats For (Hours) must be a number above 0.',
		],
	])('that cannot be read are refused with 503 and the field: %j', (parameters, fix) => {
		expect(() => read(parameters)).toThrow(
			expect.objectContaining({
				status: 503,
				reason: "This trigger's settings cannot be read.",
				fix,
			}),
		);
	});

	it.each([
		[48, 48],
		['48', 48],
		[null, undefined],
		['', undefined],
	])('take the hours %j for %j', (repeatWindow, hours) => {
		expect(read({ options: { repeatWindow } }).options.repeatWindow).toBe(hours);
	});
});
