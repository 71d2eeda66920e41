import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { whenInterrupted } from './lib/interrupt';
import { npmOrHalt } from './lib/npm';
import { projectFolder } from './lib/paths';
import { hasGroups } from './lib/kill-group';
import { runQuietly } from './lib/processes';
import { createReport } from './lib/report';
import { Halt } from './lib/halt';

/*
 * `npm run same-bytes`: packs the committed state in two clones, with each Node.js that is supported, and says whether
 * all tarballs are the same, byte for byte: what npm has can then be compared with what anybody builds of the tag.
 */

/** Each with the npm that it brings. */
const NODES = [
	{ node: 20, npm: 10 },
	{ node: 22, npm: 10 },
	{ node: 24, npm: 11 },
];

/** They differ in what a build could let slip in: the folder's path, the time zone, the language. */
const CLONES = [
	{ name: 'a', env: { TZ: 'UTC', LC_ALL: 'C' } },
	{
		name: path.join('another', 'clone of it'),
		env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'sv_SE.UTF-8' },
	},
];

interface Packed {
	clone: string;
	by: string;
	sha512: string;
	bytes: number;
}

async function runIn(command: string, args: string[], cwd: string, env?: NodeJS.ProcessEnv) {
	const { code, output } = await runQuietly(command, args, {
		cwd,
		env: { ...process.env, ...env },
	});
	if (code !== 0) throw new Halt(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
	return output.trim();
}

/** A Node.js and its npm. */
interface Tools {
	bin: string;
	node: string;
	npm: string;
}

/** Has npm install what is to pack, as it has it for this kind of machine. */
async function installTools(folder: string): Promise<Tools[]> {
	const name = `node-${process.platform}-${process.arch}`;
	const tools: Tools[] = [];
	for (const { node, npm } of NODES) {
		const own = path.join(folder, `node-${node}`);
		mkdirSync(own, { recursive: true });
		writeFileSync(path.join(own, 'package.json'), '{ "private": true }');
		const purpose = `install Node.js ${node}`;
		await npmOrHalt(purpose, ['install', `${name}@${node}`, `npm@${npm}`], { cwd: own });
		const bin = path.join(own, 'node_modules', name, 'bin');
		tools.push({
			bin,
			node: path.join(bin, 'node'),
			npm: path.join(own, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		});
	}
	return tools;
}

/** Packs a clone from nothing, as its first user would. */
async function pack(
	clone: string,
	{ bin, node, npm }: Tools,
	env: NodeJS.ProcessEnv,
): Promise<{ sha512: string; bytes: number }> {
	await runIn('git', ['clean', '-dffxq'], clone);
	// Whatever npm starts finds this Node.js first.
	const searched = { PATH: [bin, process.env.PATH].join(path.delimiter) };
	for (const command of ['ci', 'pack']) {
		await runIn(node, [npm, command], clone, { ...withoutNpm(), ...env, ...searched });
	}
	const [tarball] = readdirSync(clone).filter((file) => file.endsWith('.tgz'));
	const content = readFileSync(path.join(clone, tarball));
	return { sha512: createHash('sha512').update(content).digest('hex'), bytes: content.length };
}

/** An npm that runs this script hands its settings on, those of this project among them. */
function withoutNpm(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.keys(process.env)
			.filter((name) => /^npm_(?!config_(registry|userconfig|cache)$)/i.test(name))
			.map((name) => [name, undefined]),
	);
}

export async function run(): Promise<number> {
	if (!hasGroups)
		throw new Halt('This runs on Linux and macOS: the path to npm differs elsewhere.');
	const report = createReport();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-bytes-'));
	const remove = () => rmSync(folder, { recursive: true, force: true });
	const settled = whenInterrupted(remove);
	try {
		const tools = await report.during('Installing Node.js', () => installTools(folder));
		const packed: Packed[] = [];
		for (const { name, env } of CLONES) {
			const clone = path.join(folder, name);
			await runIn('git', ['clone', '--quiet', '--no-hardlinks', projectFolder, clone], folder);
			for (const tool of tools) {
				const version = await runIn(tool.node, ['--version'], folder);
				const npm = await runIn(tool.node, [tool.npm, '--version'], folder);
				const by = `Node.js ${version}, npm ${npm}`;
				const result = await report.during(`Packing "${name}" with ${by}`, () =>
					pack(clone, tool, env),
				);
				packed.push({ clone: name, by, ...result });
			}
		}
		const commit = await runIn('git', ['rev-parse', '--short', 'HEAD'], projectFolder);
		report.say(`\nSHA-512 of the tarball of ${commit}:`);
		for (const { clone, by, sha512, bytes } of packed) {
			report.say(`${sha512}  ${bytes} bytes  ${by}, in "${clone}"`);
		}
		const different = new Set(packed.map(({ sha512 }) => sha512)).size;
		report.say(different === 1 ? 'They are the same.' : `There are ${different} different ones.`);
		return different === 1 ? 0 : 1;
	} finally {
		settled();
		remove();
	}
}
