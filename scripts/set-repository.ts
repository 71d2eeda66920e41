import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { Halt } from './lib/halt';
import { projectFolder } from './lib/paths';
import { isRepository, repositoryOf, withRepository, type Manifest } from './release/repository';

/*
 * `npm run set-repository -- <owner>/<name> "<author>" <e-mail>`: the one place where the project's repository and
 * author are changed. n8n's rules want every link to its pages as a plain text, so all of them are rewritten.
 */

export async function run(args: string[]): Promise<number> {
	const [repository = '', name, email] = args;
	if (!isRepository(repository) || !name || !email?.includes('@')) {
		throw new Halt('Give all three: npm run set-repository -- owner/name "Author" e-mail');
	}
	const file = path.join(projectFolder, 'package.json');
	const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
	const from = repositoryOf(manifest);
	if (!from)
		throw new Halt('package.json names no repository at GitHub: write one under repository.url.');
	manifest.author = { name, email };
	writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
	const listed = execFileSync('git', ['ls-files', '-z'], { cwd: projectFolder, encoding: 'utf8' });
	const changed = listed
		.split('\0')
		.filter(Boolean)
		.map((entry) => path.join(projectFolder, entry))
		.filter((tracked) => {
			const bytes = readFileSync(tracked);
			// Pictures hold no links.
			if (bytes.includes(0)) return false;
			const before = bytes.toString('utf8');
			const after = withRepository(before, from, repository);
			if (after !== before) writeFileSync(tracked, after);
			return after !== before;
		});
	console.log(`${from} is ${repository} now, in ${changed.length} files. Look at them: git diff`);
	return 0;
}
