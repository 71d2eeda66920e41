'use strict';

const { rmSync } = require('node:fs');
const path = require('node:path');
const { setTimeout: pause } = require('node:timers/promises');

const { packTarball } = require('../build-package');
const { ensureInstalled } = require('../install');
const { Halt } = require('../lib/halt');
const { exitWith, whenInterrupted } = require('../lib/interrupt');
const { cloneCacheFolder } = require('../lib/paths');
const { createReport } = require('../lib/report');
const { N8nApi } = require('../n8n/api');
const { startN8n } = require('../n8n/instance');
const { ensureRuntime } = require('../n8n/runtime');
const { provideExamples } = require('./examples');
const { choosePort } = require('./port');
const { haltWhenRunning, noteRunning } = require('./single-instance');
const { welcome } = require('./welcome');

/** After a restart n8n answers a little before its published workflows do. */
const LIVE_WITHIN_MS = 15_000;
const POLL_MS = 200;

/** What n8n keeps of this clone: its workflows, credentials and executions. */
const folder = path.join(cloneCacheFolder, 'n8n');

/**
 * Serves n8n with this clone's triggers until it is interrupted.
 *
 * @param {string[]} args Those of `npm start`.
 * @throws {Halt}
 */
async function serve(args) {
	await haltWhenRunning(folder);
	const port = await choosePort(args);
	const report = createReport();

	await ensureInstalled({ report });
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
	await instance.exited;
	throw new Halt(
		`n8n ended by itself; its log, ${instance.logFile}, says why. npm start starts it again.`,
	);
}

/**
 * @param {string} url
 * @param {import('./examples').LiveExample} example
 */
async function untilLive(url, { webhookPath, urlToken }) {
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

module.exports = { serve };
