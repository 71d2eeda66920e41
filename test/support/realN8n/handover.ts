import type { Session } from '../../../scripts/n8n/api';
import type { Runtime } from '../../../scripts/n8n/runtime';

const VARIABLE = 'E2E_HANDOVER';

/** What the set-up of the e2e run hands to its test files. */
interface Handover {
	url: string;
	session: Session;
	logFile: string;
	runtime: Runtime;
	/** The package under test. */
	tarball: string;
}

export function handOver(handover: Handover): void {
	process.env[VARIABLE] = JSON.stringify(handover);
}

export function takeOver(): Handover {
	const text = process.env[VARIABLE];
	if (!text) throw new Error('These tests need their n8n: run them by npm run test:e2e');
	return JSON.parse(text);
}
