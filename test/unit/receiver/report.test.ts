import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { canFail, failing, passOn } from '../../../receiver/report';

/** What execute() makes of items, in a node that stops on errors or goes on. */
const executed = (items: INodeExecutionData[], continues = false) =>
	passOn({
		getInputData: () => items,
		getNode: () => ({ name: 'My Trigger' }),
		continueOnFail: () => continues,
	} as unknown as IExecuteFunctions);

const report = { message: 'Refused a delivery (401): It was wrong.', description: 'Put it right.' };

describe("A trigger's execute()", () => {
	it('hands on what webhook() returned, untouched', () => {
		const items = [{ json: { a: 1 }, binary: {} }, { json: {} }];

		expect(executed(items)).toEqual([items]);
		expect(executed(items)[0][0]).toBe(items[0]);
	});

	it.each([
		['nothing', []],
		['pinned data of whatever names', [{ json: { ...report, serviceDeskReport: report } }]],
		['pinned data with a pairing', [{ json: {}, pairedItem: { item: 0 } }]],
	])('hands on %s', (_what, items) => {
		expect(executed(items)).toEqual([items]);
	});

	it('fails with the message and the fix of a report', () => {
		expect(() => executed(failing([{ json: {} }], report))).toThrow(
			expect.objectContaining({
				name: 'NodeOperationError',
				...report,
				context: expect.not.objectContaining({ data: expect.anything() }),
			}),
		);
	});

	it('shows what the failing items hold', () => {
		expect(() => executed(failing([{ json: { a: 1 } }, { json: { b: 2 } }], report))).toThrow(
			expect.objectContaining({ context: expect.objectContaining({ data: [{ a: 1 }, { b: 2 }] }) }),
		);
	});

	it('does not show what no panel can, which the execution holds all the same', () => {
		expect(() => executed(failing([{ json: { a: 'x'.repeat(100_000) } }], report))).toThrow(
			expect.objectContaining({
				context: expect.not.objectContaining({ data: expect.anything() }),
			}),
		);
	});

	it('lets nothing else run for a refusal where the node has come to continue on error', () => {
		expect(executed(failing([{ json: {} }], report), true)).toEqual([[]]);
	});

	it('loses no payload where the node has come to continue on error', () => {
		expect(executed(failing([{ json: { a: 1 } }], report), true)).toMatchObject([
			[{ json: { a: 1 } }],
		]);
	});
});

describe('An execution can fail', () => {
	it.each([
		[{}, true],
		[{ onError: 'stopWorkflow' as const }, true],
		[{ onError: 'continueRegularOutput' as const }, false],
		[{ onError: 'continueErrorOutput' as const }, false],
		[{ continueOnFail: true }, false],
	])('of a node set to %j: %s', (settings, can) => {
		expect(canFail(settings)).toBe(can);
	});
});
