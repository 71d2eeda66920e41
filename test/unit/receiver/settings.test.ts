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
	it('have defaults when the user sets nothing', () => {
		expect(read({})).toEqual({
			triggerOn: [],
			simplify: false,
			options: {
				additionalEventNames: [],
				includeRequest: false,
				ipAllowlist: '',
				duplicateDeliveries: 'skipRetries',
				rememberEvents: undefined,
				reportRefusedDeliveries: 'asFailedExecutions',
				unrecognizedPayloads: 'report',
			},
		});
	});

	it('are read again as soon as one changes or loses its value', () => {
		const ours = { options: { ipAllowlist: '192.0.2.1' } };

		expect(read(ours).options.ipAllowlist).toBe('192.0.2.1');
		expect(read({ options: {} }).options.ipAllowlist).toBe('');
		expect(() => read({ options: { ipAllowlist: undefined } })).toThrow();
		expect(read({ options: {}, simplify: true }).simplify).toBe(true);
		expect(read(ours).options.ipAllowlist).toBe('192.0.2.1');
	});

	it.each([
		['a list', ['ticket.created', 'ticket.archived']],
		['text with commas, as an expression may give it', 'ticket.created, ticket.archived'],
		['a list with blanks', [' ticket.created', '', 'ticket.archived ']],
	])('accept events as %s', (_how, triggerOn) => {
		expect(read({ triggerOn }).triggerOn).toEqual(['ticket.created', 'ticket.archived']);
	});

	it.each([
		[{ triggerOn: [null] }, NEITHER],
		[{ triggerOn: [1] }, NEITHER],
		[{ triggerOn: 5 }, NEITHER],
		[{ triggerOn: { a: 1 } }, NEITHER],
		[{ triggerOn: null }, NEITHER],
		[
			{ options: { additionalEventNames: { values: [] } } },
			'Additional Event Names must be a list of event names, or text with names separated by commas.',
		],
		[{ simplify: 'yes' }, 'Simplify must be true or false.'],
		[{ options: 'none' }, 'Options must be a collection of options.'],
		[{ options: { ipAllowlist: undefined } }, 'IP(s) Allowlist must be text.'],
		[{ options: { ipAllowlist: null } }, 'IP(s) Allowlist must be text.'],
		[{ options: { ipAllowlist: ['192.0.2.1'] } }, 'IP(s) Allowlist must be text.'],
		[{ options: { includeRequest: 'yes' } }, 'Include Request must be true or false.'],
		[
			{ options: { duplicateDeliveries: 'never' } },
			'Duplicate Deliveries must be one of skipRetries, skipIdentical, processAll.',
		],
		[{ options: { rememberEvents: 0 } }, 'Remember Events (Hours) must be a number above 0.'],
		[{ options: { rememberEvents: 'long' } }, 'Remember Events (Hours) must be a number above 0.'],
	])(
		'are refused with 503 when a field is unreadable, and the fix names it: %j',
		(parameters, fix) => {
			expect(() => read(parameters)).toThrow(
				expect.objectContaining({
					status: 503,
					reason: "n8n can't read this trigger's settings.",
					fix,
				}),
			);
		},
	);

	it.each([
		[48, 48],
		['48', 48],
		[null, undefined],
		['', undefined],
	])('read the hours %j as %j', (rememberEvents, hours) => {
		expect(read({ options: { rememberEvents } }).options.rememberEvents).toBe(hours);
	});
});
