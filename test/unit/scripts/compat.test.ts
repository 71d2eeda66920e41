import { readArguments } from '../../../scripts/compat/arguments';
import { FILES, filesLeft, noted, readFileResult } from '../../../scripts/compat/record';
import { withTables } from '../../../scripts/compat/table';
import { KNOWN, knownVersion, likeTheNewest, PINNED } from '../../../scripts/n8n/versions';

const TODAY = { date: '2026-11-27', package: '0.1.0' };
const passed = (count: number) => ({ passed: count, notPassed: [], ...TODAY });

describe('The versions of n8n', () => {
	it('are listed with their Node.js range, and the newest one is pinned', () => {
		expect(KNOWN.at(-1)).toBe(PINNED);
		expect(knownVersion('2.8.4')).toMatchObject({ node: '>=20.19 <= 24.x' });
		expect(knownVersion('2.8.5')).toBeUndefined();
	});

	it('are installed like the newest one when they are unknown', () => {
		expect(likeTheNewest('2.99.0', '>=24')).toEqual({
			...PINNED,
			version: '2.99.0',
			node: '>=24',
		});
	});
});

describe('npm run test:compat', () => {
	it.each([
		[[], { isAnew: false }],
		[['--anew'], { isAnew: true }],
		[['latest'], { version: 'latest', isAnew: false }],
		[['2.8.4', '--only', 'glartek'], { version: '2.8.4', only: /glartek/, isAnew: false }],
	])('understands the arguments %j', (args, understood) => {
		expect(readArguments(args)).toEqual(understood);
	});

	it.each([[['2.8']], [['--only']], [['2.8.4', '2.20.12']], [['-x']]])(
		'lists the valid arguments when it gets %j',
		(args) => {
			expect(() => readArguments(args)).toThrow('is not understood. This is what there is:');
		},
	);

	it('runs only the test files that have no result for this package version', () => {
		const record = noted({}, '2.8.4', '20.20.2', { glartek: passed(38) });

		expect(filesLeft(record, '2.8.4', '0.1.0')).toEqual(FILES.filter((file) => file !== 'glartek'));
		expect(filesLeft(record, '2.8.4', '0.2.0')).toEqual(FILES);
		expect(filesLeft(record, '2.41.1', '0.1.0')).toEqual(FILES);
	});

	it('keeps earlier results, with the oldest version first', () => {
		const newer = noted({}, '2.41.1', '24.21.0', { glartek: passed(38) });
		const both = noted(newer, '2.8.4', '20.20.2', { glassix: passed(42) });
		const more = noted(both, '2.8.4', '20.20.2', { glartek: passed(38) });

		expect(Object.keys(more)).toEqual(['2.8.4', '2.41.1']);
		expect(Object.keys(more['2.8.4'].files)).toEqual(['glartek', 'glassix']);
	});

	it('counts a test file that did not run as not passed', () => {
		expect(readFileResult(undefined, TODAY)).toEqual({
			passed: 0,
			notPassed: ['The test file did not run'],
			...TODAY,
		});
	});

	it('writes results into the page and marks what was not run', () => {
		const page =
			'# Page\n\n<!-- What npm run test:compat has found; it writes this itself. -->\n\nold\n\n' +
			'<!-- End of what it has found. -->\n';
		const record = noted({}, '2.8.4', '20.20.2', {
			glartek: passed(38),
			glassix: { passed: 41, notPassed: ['Glassix answers'], ...TODAY },
		});

		const written = withTables(page, record, ['2.8.4', '2.41.1']);

		expect(written).toContain('| 2.8.4 | 20.20.2 | 79 (2 of 10 test files run) | 1 | 2026-11-27 |');
		expect(written).toContain('| 2.41.1 | – | not run | – | – |');
		expect(written).toContain('| `glassix` | 41, not passed: 1 | not run |');
		expect(written).not.toContain('old');
		expect(() => withTables('# Page\n', record, [])).toThrow('lost the marks');
	});
});
