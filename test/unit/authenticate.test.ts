import { authenticate, nothingToCheck, type Check } from '../../receiver/authenticate';
import { Refusal } from '../../receiver/refusal';
import { stubRequest, stubService, stubSettings } from '../support/stub';

const check = (label: string, isOn: boolean, passes: boolean): Check => ({
	label,
	isOn: () => isOn,
	async verify() {
		await Promise.resolve();
		if (!passes) throw new Refusal(401, `${label} does not match.`, '');
	},
});

const input = { request: stubRequest(''), secrets: {}, settings: stubSettings() };
const letIn = async (checks: Check[], switchedOff?: boolean) =>
	await authenticate(
		stubService({ checks, ...(switchedOff !== undefined && { switchedOff: () => switchedOff }) }),
		input,
	);

describe('A delivery', () => {
	it('is let in where it passes every check that is on', async () => {
		await expect(
			letIn([check('A', true, true), check('B', true, true), check('C', false, false)]),
		).resolves.toBeUndefined();
	});

	it.each([
		['the first check', [check('A', true, false), check('B', true, true)], 'A does not match.'],
		['the last check', [check('A', true, true), check('B', true, false)], 'B does not match.'],
	])('is refused where it fails %s', async (_which, checks, reason) => {
		await expect(letIn(checks)).rejects.toMatchObject({ status: 401, reason });
	});

	it.each([
		['no check is on', [check('A', false, true), check('B', false, true)]],
		['there is no check at all', []],
	])('is refused where %s', async (_what, checks) => {
		await expect(letIn(checks)).rejects.toMatchObject({
			status: 401,
			reason: 'The credential holds nothing to check deliveries with.',
		});
	});

	it('is let in unchecked only where the user switched the checks off', async () => {
		await expect(letIn([check('A', true, false)], true)).resolves.toBeUndefined();
		await expect(letIn([check('A', true, false)], false)).rejects.toMatchObject({ status: 401 });
	});

	it('is refused with a hint that names each field once', () => {
		const checks = ['API Secret', 'Headers', 'API Secret'].map((label) =>
			check(label, false, true),
		);

		expect(nothingToCheck(stubService({ checks })).mend).toBe(
			"Fill in API Secret or Headers in the node's Stub credential.",
		);
	});
});
