import type { IRun } from 'n8n-workflow';

/**
 * How a run ended: with success (or it waits: n8n goes on with it by itself, even after a restart),
 * without, not at all (n8n could not begin it, or was shut down), or it was begun before by another process.
 */
export type Outcome = 'success' | 'noSuccess' | 'notRun' | 'begunBefore';

/** Never rejects. @param run what n8n settles when the run is over; see `emit` in its TriggerContext. */
export async function outcomeOf(run: Promise<IRun | undefined>): Promise<Outcome> {
	try {
		const result = await run;
		// n8n stores one run of a key only, and says so by running nothing.
		if (!result) return 'begunBefore';
		return ['success', 'waiting'].includes(result.status) ? 'success' : 'noSuccess';
	} catch (error) {
		const { name } = error as Error;
		return name.includes('Cancelled') && !name.includes('Shutdown') ? 'noSuccess' : 'notRun';
	}
}
