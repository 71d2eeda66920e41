import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { Halt } from './lib/halt';
import { whenInterrupted } from './lib/interrupt';
import { projectFolder } from './lib/paths';
import { runQuietly } from './lib/processes';
import { mutants, type Mutant } from './mutants/list';

/*
 * `npm run test:mutants`: breaks each promise on purpose, in a copy of the sources, and says whether its test notices.
 * `npm run test:mutants -- <text>` takes those alone whose promise has the text in it.
 */

const JEST = path.join('node_modules', 'jest', 'bin', 'jest.js');

export async function run([text = '']: string[]): Promise<number> {
	const asked = mutants.filter(({ promise }) => promise.toLowerCase().includes(text.toLowerCase()));
	if (asked.length === 0) throw new Halt(`No mutant has "${text}" in its promise.`);
	const copy = mkdtempSync(path.join(os.tmpdir(), 'service-desk-mutants-'));
	const remove = () => rmSync(copy, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		copySources(copy);
		const tests = [...new Set(asked.map(({ test }) => test))];
		const whole = await jest(copy, tests);
		if (whole.code !== 0) throw new Halt(`The tests fail without any mutant:\n${whole.output}`);
		const survivors: Mutant[] = [];
		console.log('| Promise broken | Noticed by | Seen |\n| --- | --- | --- |');
		for (const mutant of asked) {
			const isNoticed = await isNoticedBy(copy, mutant);
			if (!isNoticed) survivors.push(mutant);
			console.log(`| ${mutant.promise} | ${mutant.test} | ${isNoticed ? 'yes' : 'NO'} |`);
		}
		console.log(`\n${asked.length - survivors.length} of ${asked.length} noticed`);
		return survivors.length === 0 ? 0 : 1;
	} finally {
		settled();
		remove();
	}
}

/** What git knows of, and what is new but not ignored; the packages are those of the project. */
function copySources(to: string): void {
	const listing = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
		cwd: projectFolder,
		encoding: 'utf8',
	});
	for (const file of listing.split('\0').filter(Boolean)) {
		if (!existsSync(path.join(projectFolder, file))) continue;
		mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
		cpSync(path.join(projectFolder, file), path.join(to, file), { force: true });
	}
	symlinkSync(path.join(projectFolder, 'node_modules'), path.join(to, 'node_modules'), 'junction');
}

async function isNoticedBy(copy: string, { promise, file, from, to, test }: Mutant) {
	const target = path.join(copy, file);
	const source = readFileSync(target, 'utf8');
	if (source.split(from).length !== 2) {
		throw new Halt(`"${promise}" does not fit ${file} anymore: write its mutant anew.`);
	}
	writeFileSync(
		target,
		source.replace(from, () => to),
	);
	try {
		return (await jest(copy, [test])).code !== 0;
	} finally {
		writeFileSync(target, source);
	}
}

const jest = async (cwd: string, tests: string[]) =>
	await runQuietly(
		process.execPath,
		[JEST, '--selectProjects', 'unit', 'integration', '--runTestsByPath', ...tests],
		{ cwd },
	);
