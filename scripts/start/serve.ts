import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { packTarball } from '../build-package';
import { Halt } from '../lib/halt';
import { exitWith, whenInterrupted } from '../lib/interrupt';
import { cloneCacheFolder } from '../lib/paths';
import { createReport, type Report } from '../lib/report';
import { N8nApi } from '../n8n/api';
import { startN8n, type Instance } from '../n8n/instance';
import { ensureRuntime } from '../n8n/runtime';
import { provideExamples, type LiveExample } from './examples';
import { choosePort } from './port';
import { haltWhenRunning, noteRunning } from './single-instance';
import { welcome } from './welcome';

/** After a restart n8n answers a little before its published workflows do. */
const LIVE_WITHIN_MS = 15_000;
const POLL_MS = 200;

/** What n8n keeps of this clone: its workflows, credentials and executions. */
const folder = path.join(cloneCacheFolder, 'n8n');

/** An n8n that serves this clone's triggers. It ends when this process is interrupted. */
export interface Serving {
	instance: Instance;
	/** Starts n8n anew, on the same port and with the same data, with a package that was built since. */
	restart(tarball: string): Promise<void>;
	report: Report;
}

/**
 * Serves n8n with this clone's triggers until it is interrupted.
 * @param args Those of `npm start`.
 */
export async function serve(args: string[]): Promise<never> {
	const { instance } = await startServing(args);
	await instance.exited;
	throw new Halt(
		`n8n ended by itself; its log, ${instance.logFile}, says why. npm start starts it again.`,
	);
}

/**
 * Starts n8n with this clone's triggers and says where it is.
 * @param args Those of `npm start`.
 */
export async function startServing(args: string[]): Promise<Serving> {
	await haltWhenRunning(folder);
	const port = await choosePort(args);
	const report = createReport();
	const tarball = await packTarball({ report });
	const runtime = await ensureRuntime({ report });

	rmSync(path.join(folder, 'n8n.log'), { force: true });
	const publicUrl = process.env.N8N_WEBHOOK_URL || undefined;
	const env = {
		// Without it, n8n answers a burst of deliveries later than some services wait.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		...(publicUrl && { N8N_WEBHOOK_URL: publicUrl }),
	};
	const options = { runtime, folder, port, tarball, report, env, hasTimesInLog: true };
	const instance = await startN8n(options);
	noteRunning(instance);

	const api = new N8nApi(instance.url);
	await api.setUpOwner();
	const example = await provideExamples(api, folder);
	if (example) await untilLive(instance.url, example);
	report.say(welcome(instance, example, publicUrl));

	exitWith(0);
	whenInterrupted(() => report.say('\nStopping n8n ...'));
	const serving: Serving = {
		instance,
		async restart(newTarball) {
			await serving.instance.stop();
			serving.instance = await startN8n({ ...options, tarball: newTarball });
			noteRunning(serving.instance);
		},
		report,
	};
	return serving;
}

async function untilLive(url: string, { webhookPath, urlToken }: LiveExample): Promise<void> {
	const deadline = Date.now() + LIVE_WITHIN_MS;
	while (Date.now() < deadline) {
		// As SupportBee tries a URL: it is accepted and starts nothing.
		const { ok } = await fetch(`${url}${webhookPath}?token=${urlToken}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"payload":null}',
		});
		if (ok) return;
		await pause(POLL_MS);
	}
}
