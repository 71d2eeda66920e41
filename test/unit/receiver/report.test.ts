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
	it('passes on the items from webhook() unchanged', () => {
		const items = [{ json: { a: 1 }, binary: {} }, { json: {} }];

		expect(executed(items)).toEqual([items]);
		expect(executed(items)[0][0]).toBe(items[0]);
	});

	it.each([
		['no items', []],
		['pinned data with any field names', [{ json: { ...report, serviceDeskReport: report } }]],
		['pinned data with paired items', [{ json: {}, pairedItem: { item: 0 } }]],
	])('passes on %s', (_what, items) => {
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

	it('shows the data of the failing items', () => {
		expect(() => executed(failing([{ json: { a: 1 } }, { json: { b: 2 } }], report))).toThrow(
			expect.objectContaining({ context: expect.objectContaining({ data: [{ a: 1 }, { b: 2 }] }) }),
		);
	});

	it('does not show data that is too large for the panel', () => {
		expect(() => executed(failing([{ json: { a: 'x'.repeat(100_000) } }], report))).toThrow(
			expect.objectContaining({
				context: expect.not.objectContaining({ data: expect.anything() }),
			}),
		);
	});

	it('starts no other node for a refusal when the node continues on error', () => {
		expect(executed(failing([{ json: {} }], report), true)).toEqual([[]]);
	});

	it('keeps the payload when the node continues on error', () => {
		expect(executed(failing([{ json: { a: 1 } }], report), true)).toMatchObject([
			[{ json: { a: 1 } }],
		]);
	});
});

describe('An execution', () => {
	it.each([
		[{}, true],
		[{ onError: 'stopWorkflow' as const }, true],
		[{ onError: 'continueRegularOutput' as const }, false],
		[{ onError: 'continueErrorOutput' as const }, false],
		[{ continueOnFail: true }, false],
	])('can fail with the node settings %j: %s', (settings, can) => {
		expect(canFail(settings)).toBe(can);
	});
});
