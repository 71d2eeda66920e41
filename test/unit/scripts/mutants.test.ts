import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectFolder } from '../../../scripts/lib/paths';
import { mutants } from '../../../scripts/mutants/list';

describe('A mutant of npm run test:mutants', () => {
	it.each(mutants)(
		'fits its source file and names an existing test: $promise',
		({ file, from, test }) => {
			const code = readFileSync(path.join(projectFolder, file), 'utf8');

			expect(code.split(from)).toHaveLength(2);
			expect(existsSync(path.join(projectFolder, test))).toBe(true);
		},
	);
});
