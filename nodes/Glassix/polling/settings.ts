import { choice, positive, settingsSchema } from '../../../receiver/settings';

/** The polling trigger's parameters. */
export const pollingSettings = settingsSchema(
	{
		startExecution: choice('Start Execution', ['oncePerEvent', 'oncePerBatch']),
		deleteFromQueueWhen: choice('Delete From Queue When', [
			'executionFinishesSuccessfully',
			'executionFinishes',
			'immediately',
		]),
	},
	/** In seconds, one at least: the credential's department may have but so many calls. */
	{ pollInterval: positive('Poll Interval (Seconds)', 5).transform((s) => Math.max(s, 1)) },
);

/** What the user set in the polling trigger. */
export type PollingSettings = ReturnType<typeof pollingSettings.parse>;
