import { readdirSync } from 'node:fs';

/*
 * n8n scans a package twice before it verifies it: its sources and what was published. The
 * scanner's command does so for packages in the registry alone, its functions for any folder.
 */

interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	analyzePackage: (folder: string, patterns: string[]) => Promise<Verdict>;
	SOURCE_FILE_PATTERNS: string[];
}

async function loadScanner(): Promise<Scanner> {
	/** Not typed, and an ES module: its name is kept from the compiler. */
	const scanner = '../n8n/rules/scanner.mjs';
	return (await import(scanner)) as Scanner;
}

/**
 * @param folder The clone.
 * @returns The scan's findings.
 */
export async function scanSources(folder: string): Promise<string[]> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await loadScanner();
	return findingsOf(await analyzePackage(folder, SOURCE_FILE_PATTERNS));
}

/**
 * @param folder The unpacked package.
 * @returns The scan's findings.
 */
export async function scanPublished(folder: string): Promise<string[]> {
	const { analyzePackage } = await loadScanner();
	const files = readdirSync(folder, { recursive: true }).map(String);
	// Without any JavaScript the scan would have nothing to object to.
	if (!files.some((file) => file.endsWith('.js'))) return ['the package holds no JavaScript'];
	return findingsOf(await analyzePackage(folder, ['**/*.js', 'package.json']));
}

function findingsOf({ passed, message, details }: Verdict): string[] {
	if (passed && !message) return [];
	return [message ?? 'not passed', ...(details ?? '').split('\n').filter(Boolean)];
}
