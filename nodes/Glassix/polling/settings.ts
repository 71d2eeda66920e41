import type { ITriggerFunctions } from 'n8n-workflow';

import { readSettings, type Settings } from '../../../receiver/settings';

/** What the user set in the polling trigger. */
export interface PollingSettings extends Settings {
	executions: 'perBatch' | 'perEvent';
	deleteFromQueue: 'onSuccess' | 'onFinish' | 'immediately';
	pollIntervalMs: number;
}

const DEFAULT_INTERVAL_S = 5;

export function readPollingSettings(context: ITriggerFunctions): PollingSettings {
	const settings = readSettings(context);
	const interval = Number(settings.options.pollInterval ?? DEFAULT_INTERVAL_S);
	return {
		...settings,
		executions: settings.parameter('executions') as PollingSettings['executions'],
		deleteFromQueue: settings.parameter('deleteFromQueue') as PollingSettings['deleteFromQueue'],
		pollIntervalMs: 1000 * (interval >= 1 ? interval : DEFAULT_INTERVAL_S),
	};
}
