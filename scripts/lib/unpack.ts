import { mkdirSync } from 'node:fs';

import { Halt } from './halt';
import { runQuietly } from './processes';

/**
 * Unpacks a package's tarball, without the folder `package` around its files.
 * @param folder Made when missing.
 */
export async function unpack(tarball: string, folder: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const args = ['-xzf', tarball, '-C', folder, '--strip-components=1'];
	const { code, output } = await runQuietly('tar', args).catch((reason: unknown) => ({
		code: 1,
		output: String(reason),
	}));
	if (code !== 0) throw new Halt(`tar could not unpack ${tarball}: ${output.trim()}`);
}
