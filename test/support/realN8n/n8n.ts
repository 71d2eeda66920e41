import { readFileSync, statSync } from 'node:fs';

import { N8nApi } from '../../../scripts/n8n/api';
import { startN8n, type Instance } from '../../../scripts/n8n/instance';
import { packageWith } from './packageWith';
import { takeOver } from './handover';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder';
import { createTrigger, type Trigger, type TriggerOptions } from './trigger';

export { eventually, pause } from './eventually';
export { send, sendBytes, type RawRequest, type RawResponse } from './http';
export type { Trigger, TriggerOptions } from './trigger';

const { url, session, logFile, runtime, tarball } = takeOver();

/** The n8n all e2e tests share, logged in as its owner. */
export const n8n = new N8nApi(url, session);

const cleanups: (() => Promise<void>)[] = [];

afterAll(async () => {
	const failures: unknown[] = [];
	// One that fails must not leave the others undone: an n8n that goes on keeps the tests from ending.
	for (const cleanUp of cleanups.splice(0).reverse()) {
		await cleanUp().catch((reason: unknown) => failures.push(reason));
	}
	if (failures.length > 0) throw failures[0];
});

/**
 * Makes a credential and a workflow of a trigger and a No Operation node, and publishes it.
 * It is removed when the test file is through.
 */
export async function newTrigger(options: TriggerOptions, api = n8n): Promise<Trigger> {
	const trigger = await createTrigger(api, options);
	cleanups.push(trigger.remove);
	return trigger;
}

/** @returns A function that gives what the shared n8n has logged since this call. */
export function watchLog(): () => string {
	const from = statSync(logFile).size;
	return () => readFileSync(logFile).subarray(from).toString('utf8');
}

export interface OwnN8n {
	/** The one that runs now; `restart` puts another one here. */
	instance: Instance;
	api: N8nApi;
	/** Starts n8n again, on the same port and with the same data, after it was stopped or killed. */
	restart(): Promise<void>;
}

/**
 * Starts an n8n of the test's own, with the package installed, for what would disturb the others:
 * other settings, a restart, a crash. It is gone when the test file is through. Starting takes
 * about 15 seconds, and 20 again after a crash.
 *
 * @param constants Of polling, where the test cannot wait so long; see packageWith().
 */
export async function newN8n(
	env: Record<string, string> = {},
	constants: Record<string, number> = {},
): Promise<OwnN8n> {
	const installed = await packageWith(tarball, constants);
	cleanups.push(async () => installed.remove());
	const folder = makeTemporaryFolder();
	const start = (port?: number) =>
		startN8n({
			runtime,
			folder,
			port,
			env: { N8N_LOG_LEVEL: 'debug', ...env },
			removeFolder: true,
			tarball: port === undefined ? installed.tarball : undefined,
		});
	const instance = await start();
	const own: OwnN8n = {
		instance,
		api: new N8nApi(instance.url),
		async restart() {
			own.instance = await start(own.instance.port);
		},
	};
	cleanups.push(async () => {
		await own.instance.stop();
		removeTemporaryFolder(folder);
	});
	await own.api.setUpOwner();
	return own;
}
