import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export function makeTemporaryFolder(): string {
	return mkdtempSync(path.join(tmpdir(), 'service-desk-e2e-'));
}

export function removeTemporaryFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
