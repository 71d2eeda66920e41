import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const AT_THE_TOP = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
const BUILT = /^dist\/.+/;
const NOT_FOR_USERS = [
	/\.tsbuildinfo$/,
	/\.(test|spec)\./,
	/(^|\/)(test|tests|fixtures|__tests__|__mocks__)\//,
];
const FILE_REFERENCE = /['"`]file:([^'"`]+\.(?:svg|png))['"`]/g;

/**
 * @param files Of the package, with `/` between folders.
 * @returns One line for each that does not belong there and each that is missing.
 */
export function findUnexpected(files: string[]): string[] {
	const strays = files.filter(
		(file) =>
			!(AT_THE_TOP.includes(file) || BUILT.test(file)) ||
			NOT_FOR_USERS.some((pattern) => pattern.test(file)),
	);
	const missing = AT_THE_TOP.filter((file) => !files.includes(file));
	return [
		...strays.map((file) => `${file} does not belong into the package`),
		...missing.map((file) => `${file} is missing in the package`),
	];
}

/**
 * @param folder The unpacked package.
 * @returns One line for each file package.json or an icon names that is not there.
 */
export function findMissing(folder: string): string[] {
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const { credentials, nodes } = manifest.n8n;
	const named: string[] = [manifest.main, manifest.types, ...credentials, ...nodes];
	const icons = readdirSync(folder, { recursive: true })
		.map(String)
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => iconsOf(folder, file));
	return [...new Set([...named, ...icons])]
		.filter((file) => !existsSync(path.join(folder, file)))
		.map((file) => `${file} is named but is not in the package`);
}

/**
 * @param file Of a node or credential.
 * @returns The icons it names, as paths within the package.
 */
function iconsOf(folder: string, file: string): string[] {
	const code = readFileSync(path.join(folder, file), 'utf8');
	return [...code.matchAll(FILE_REFERENCE)].map(([, icon]) =>
		path.join(path.dirname(file), icon ?? ''),
	);
}
