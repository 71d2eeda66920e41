import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

import { cloneCacheFolder, projectFolder } from '../lib/paths';
import { runQuietly } from '../lib/processes';

/** What the package is made of, and what n8n's command looks at besides. */
const PUBLISHED = [
	'LICENSE',
	'README.md',
	'credentials',
	'eslint.config.mjs',
	'index.ts',
	'nodes',
	'package.json',
	'receiver',
	'tsconfig.json',
];

const TOOLS = path.join(projectFolder, 'scripts', 'n8n', 'rules', 'node_modules');
const COMMAND = path.join(TOOLS, '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');

const COLORS = /\u001b\[[\d;]*m/g;

/**
 * Lints what is published with n8n's own command, which takes no other rules than its own.
 *
 * @returns What it found.
 */
export async function lintAsN8n(): Promise<string[]> {
	const { code, output } = await n8nNode('lint');
	if (code === 0) return [];
	return linesOf(output);
}

/**
 * Asks n8n's own command whether the package may be verified, and so come to n8n Cloud.
 *
 * @returns What it says, unless that is "eligible".
 */
export async function askForCloudSupport(): Promise<string[]> {
	const { code, output } = await n8nNode('cloud-support');
	const isEligible = code === 0 && /Status: eligible\b/.test(output);
	return isEligible ? [] : linesOf(output);
}

/** Runs n8n's command in a folder that holds what is published alone: it lints all that is there. */
async function n8nNode(command: 'lint' | 'cloud-support') {
	const folder = path.join(cloneCacheFolder, 'verification');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const name of PUBLISHED) {
		cpSync(path.join(projectFolder, name), path.join(folder, name), { recursive: true });
	}
	// What is not there, such as the code that the build takes in, is found in the clone around.
	symlinkSync(TOOLS, path.join(folder, 'node_modules'), 'junction');
	const { code, output } = await runQuietly(process.execPath, [COMMAND, command], { cwd: folder });
	return { code, output: output.replace(COLORS, '') };
}

function linesOf(output: string): string[] {
	return output.split('\n').filter((line) => line.trim() !== '');
}
