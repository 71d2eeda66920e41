import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { Halt } from './lib/halt';
import { projectFolder } from './lib/paths';
import { entriesOf } from './release/changelog';
import { reasonsAgainst } from './release/check';
import type { Manifest } from './release/repository';

/*
 * `npm run release -- --tag v0.1.0 --notes <file>`: says whether this commit can be released under the tag, and
 * writes the changelog's part about it to the file. It publishes nothing: .github/workflows/release.yml does.
 */

const read = (file: string) => readFileSync(path.join(projectFolder, file), 'utf8');

export async function run(args: string[]): Promise<number> {
	const { values } = parseArgs({
		args,
		options: { tag: { type: 'string' }, notes: { type: 'string' } },
	});
	if (!values.tag) throw new Halt('Name the tag: npm run release -- --tag v0.1.0');
	const manifest = JSON.parse(read('package.json')) as Manifest;
	const changelog = read('CHANGELOG.md');
	const reasons = reasonsAgainst({
		tag: values.tag,
		manifest,
		changelog,
		runsIn: process.env.GITHUB_REPOSITORY,
		npm: execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim(),
	});
	if (reasons.length > 0) throw new Halt(`This cannot be released.\n${reasons.join('\n')}`);
	if (values.notes) {
		const entry = entriesOf(changelog).find(({ version }) => version === manifest.version);
		mkdirSync(path.dirname(path.resolve(values.notes)), { recursive: true });
		writeFileSync(values.notes, `${entry?.text ?? ''}\n`);
	}
	console.log(`${manifest.name} ${manifest.version} can be released.`);
	return 0;
}
