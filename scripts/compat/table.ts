import { compare } from 'semver';

import { FILES, type CompatRecord } from './record';

const BEGIN = '<!-- What npm run test:compat has found; it writes this itself. -->';
const END = '<!-- End of what it has found. -->';

/**
 * @param versions Those that are to be tested.
 * @returns The page with the tables of what was tested between its two marks.
 */
export function withTables(page: string, record: CompatRecord, versions: string[]): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < begin) throw new Error('The page has lost the marks of its table');
	const all = [...new Set([...versions, ...Object.keys(record)])].sort(compare);
	const tables = `${versionTable(record, all)}\n\n${fileTable(record, all)}`;
	return `${page.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`;
}

function versionTable(record: CompatRecord, versions: string[]): string {
	const rows = versions.map((version) => {
		const found = record[version];
		const results = found ? FILES.flatMap((file) => found.files[file] ?? []) : [];
		if (!found || results.length === 0) return [version, '–', 'not run', '–', '–'];
		const passed = results.reduce((sum, result) => sum + result.passed, 0);
		const notPassed = results.reduce((sum, result) => sum + result.notPassed.length, 0);
		const isWhole = results.length === FILES.length;
		const files = isWhole ? '' : ` (${results.length} of ${FILES.length} test files run)`;
		const dates = results.map(({ date }) => date).sort();
		return [version, found.node, `${passed}${files}`, String(notPassed), dates.at(-1)!];
	});
	return markdown(['n8n', 'Node.js', 'Tests passed', 'Not passed', 'Tested on'], rows);
}

function fileTable(record: CompatRecord, versions: string[]): string {
	const rows = FILES.map((file) => [
		`\`${file}\``,
		...versions.map((version) => {
			const result = record[version]?.files[file];
			if (!result) return 'not run';
			const { length } = result.notPassed;
			return length === 0 ? `${result.passed}` : `${result.passed}, not passed: ${length}`;
		}),
	]);
	return markdown(['Test file', ...versions.map((version) => `n8n ${version}`)], rows);
}

function markdown(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
