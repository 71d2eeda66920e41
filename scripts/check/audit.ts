import { npm } from '../lib/npm';
import { projectFolder } from '../lib/paths';

/**
 * @returns What is known against packages that are installed together with this one: nothing, as it depends on none.
 */
export async function auditFindings(): Promise<string[]> {
	const { code, output } = await npm(['audit', '--omit=dev'], { cwd: projectFolder });
	return code === 0 ? [] : output.split('\n').filter((line) => line.trim() !== '');
}
