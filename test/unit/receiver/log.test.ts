import { randomUUID } from 'crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

import { log, logIgnored, logUnstarted } from '../../../receiver/log';
import { giveUp, refuse } from '../../../receiver/refuse';
import { Refusal } from '../../../receiver/refusal';
import { stubEvent, stubIdentified, stubService } from '../../support/inProcess/stub';

const LONGEST_LINE = 1000;

/** What a terminal, a log reader or an editor takes for a new line, a command or another direction. */
const FORGERY = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const FORGED: Array<[what: string, text: string]> = [
	['a carriage return and a line feed', 'a\r\nwarn | forged'],
	['a line feed', 'a\nwarn | forged'],
	['a terminal color', 'a\u001b[31mred'],
	['a one-character terminal command', 'a\u009b2Jgone'],
	['a next line', 'a\u0085forged'],
	['a line separator', 'a\u2028forged'],
	['a paragraph separator', 'a\u2029forged'],
	['a right-to-left override', 'a\u202egnp'],
	['a right-to-left isolate', 'a\u2067gnp'],
	['a delete character', 'a\u007f\u007fb'],
	['a NUL', 'a\u0000b'],
	['a zero-width space', 'a\u200bb'],
	['a lone surrogate', 'a\ud83db'],
];

/** The lines that a call writes, from a node of whatever name. */
function linesOf(
	write: (context: IWebhookFunctions) => void,
	{ node = 'My Trigger', workflow = 'My workflow', id = String(randomUUID()) } = {},
) {
	const lines: Array<{ level: string; message: string; metadata: unknown }> = [];
	const writer = (level: string) => (message: string, metadata: unknown) =>
		lines.push({ level, message, metadata });
	const context = {
		getNode: () => ({ name: node }),
		getWorkflow: () => ({ name: workflow, id }),
		getMode: () => 'webhook',
		getResponseObject: () => ({ setHeader: () => undefined, end: () => undefined }),
		logger: Object.fromEntries(['debug', 'info', 'warn', 'error'].map((l) => [l, writer(l)])),
	} as unknown as IWebhookFunctions;
	write(context);
	return lines;
}

const service = stubService();

const unreadable = (said: string) =>
	new Refusal('unreadableCredential', 'It cannot be read.', said);

const places: Array<[where: string, write: (text: string) => ReturnType<typeof linesOf>]> = [
	[
		"the node's name",
		(text) => linesOf((c) => log(c, 'warn', service, 'w', 'r', 'f'), { node: text }),
	],
	[
		"the workflow's name",
		(text) => linesOf((c) => log(c, 'warn', service, 'w', 'r', 'f'), { workflow: text }),
	],
	[
		"n8n's message about a credential",
		(text) => linesOf((c) => void refuse(c, service, unreadable(text), {})),
	],
	[
		'a description of what happened',
		(text) => linesOf((c) => log(c, 'warn', service, text, 'r', 'f')),
	],
	["a vendor's message", (text) => linesOf((c) => log(c, 'warn', service, 'w', text, 'f'))],
	['the fix', (text) => linesOf((c) => log(c, 'warn', service, 'w', 'r', text))],
	["an unknown event's name", (text) => linesOf((c) => logIgnored(c, service, [text]))],
	[
		"an ignored event's name",
		(text) => linesOf((c) => logUnstarted(c, service, [stubEvent({ event: text })], [])),
	],
	[
		"a repeated event's name",
		(text) =>
			linesOf((c) =>
				logUnstarted(
					c,
					service,
					[],
					[{ event: stubIdentified({ event: text }), answeredAt: undefined }],
				),
			),
	],
	[
		'the message of a node error',
		(text) => linesOf((c) => void giveUp(c, service, new TypeError(text))),
	],
];

describe.each(places)('A log line with %s', (_where, write) => {
	it.each(FORGED)('stays one line when the text has %s', (_what, text) => {
		const lines = write(text);

		expect(lines.length).toBeGreaterThan(0);
		for (const { message, metadata } of lines) {
			expect(message).not.toMatch(FORGERY);
			for (const value of Object.values(metadata ?? {})) expect(value).not.toMatch(FORGERY);
		}
	});

	it.each(['x', '"', '\\', '\u001b', '😀'])(
		'stays short when the text is a megabyte of %j',
		(of) => {
			const lines = write(of.repeat(2 ** 20 / of.length));

			for (const { message, metadata } of lines) {
				expect(message.length).toBeLessThanOrEqual(LONGEST_LINE);
				expect(JSON.stringify(metadata ?? '').length).toBeLessThanOrEqual(2 * LONGEST_LINE);
			}
		},
	);
});

describe('A log line', () => {
	it('shows control characters as escapes', () => {
		const [{ message }] = linesOf(
			(context) =>
				log(context, 'warn', service, 'refused a delivery', 'a\r\nb\u202ec\u001b[31m.', 'Fix it.'),
			{ id: 'kP3vTz9QmA1xWb7c' },
		);

		expect(message).toBe(
			'Stub: workflow "My workflow" (kP3vTz9QmA1xWb7c), node "My Trigger" refused a delivery: a\\u000d\\u000ab\\u202ec\\u001b[31m. Fix it.',
		);
	});

	it('keeps letters of every language', () => {
		const [{ message }] = linesOf((context) =>
			log(context, 'info', service, 'w', 'Zoë שלום 😀', ''),
		);

		expect(message).toContain('Zoë שלום 😀');
	});

	it('keeps the fix when the reason is too long', () => {
		const [{ message }] = linesOf((context) =>
			log(context, 'warn', service, 'w', 'x'.repeat(5000), 'Fix it so.'),
		);

		expect(message).toMatch(/x… Fix it so\.$/);
	});

	it('shows where the code failed, but not the error message', () => {
		const lines = linesOf(
			(context) => void giveUp(context, service, new TypeError('one\nthe-secret\n    at two:1:1')),
		);

		expect(JSON.stringify(lines)).not.toMatch(/the-secret|at two/);
		expect(lines.filter(({ level }) => level === 'debug').map(({ message }) => message)).toEqual(
			expect.arrayContaining([expect.stringMatching(/log\.test\.ts/)]),
		);
	});
});
