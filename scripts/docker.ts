import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { packTarball } from './build-package';
import { deliverOnce } from './docker/deliver-once';
import { Halt } from './lib/halt';
import { whenInterrupted } from './lib/interrupt';
import { freePorts, LOOPBACK } from './lib/ports';
import { runQuietly } from './lib/processes';
import { createReport } from './lib/report';
import { installPackage } from './n8n/install-package';

/*
 * `npm run test:docker -- <tag>`: the package in n8n's own Docker image, where its installer would put it, and a
 * delivery to it. Needs Docker, and takes the image from where n8n publishes it.
 */

const IMAGE = 'docker.n8n.io/n8nio/n8n';
const READY_WITHIN_MS = 180_000;

async function docker(...words: string[]): Promise<string> {
	const { code, output } = await runQuietly('docker', words).catch(() => {
		throw new Halt('There is no Docker on this machine: install it and run this again.');
	});
	if (code !== 0) throw new Halt(`docker ${words[0]} ended with ${code}:\n${output.trim()}`);
	return output.trim();
}

async function untilReady(url: string): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	for (;;) {
		const isReady = await fetch(`${url}/healthz/readiness`).then(
			(answer) => answer.ok,
			() => false,
		);
		if (isReady) return;
		if (Date.now() > deadline) throw new Error('n8n was not ready in time');
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

/** The container's user is another one than this: what it needs is open to all. */
function openToAll(folder: string): void {
	chmodSync(folder, 0o777);
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) openToAll(file);
		else chmodSync(file, 0o666);
	}
}

export async function run(args: string[]): Promise<number> {
	const [tag] = args;
	if (!tag) throw new Halt('Name the tag of the image: npm run test:docker -- stable');
	const report = createReport();
	const tarball = await packTarball({ report });
	const folder = mkdtempSync(path.join(os.tmpdir(), 'service-desk-docker-'));
	const name = `service-desk-${randomBytes(6).toString('hex')}`;
	const [port] = await freePorts(1);
	const tidy = async () => {
		await runQuietly('docker', ['rm', '--force', '--volumes', name]).catch(() => {});
		try {
			rmSync(folder, { recursive: true, force: true });
		} catch {
			// Some of it is the container's user's; it lies where the system tidies up.
		}
	};
	const settled = whenInterrupted(tidy);
	try {
		await installPackage(folder, tarball);
		const home = path.join(folder, '.n8n');
		openToAll(home);
		await report.during(`Starting ${IMAGE}:${tag}`, async () => {
			const settings = ['N8N_SECURE_COOKIE=false', 'N8N_DIAGNOSTICS_ENABLED=false'];
			await docker(
				...['run', '--detach', '--name', name, '--pull', 'always'],
				...['--publish', `${LOOPBACK}:${port}:5678`, '--volume', `${home}:/home/node/.n8n`],
				...settings.flatMap((setting) => ['--env', setting]),
				`${IMAGE}:${tag}`,
			);
			await untilReady(`http://${LOOPBACK}:${port}`);
		});
		report.say(`n8n ${await docker('exec', name, 'n8n', '--version')}`);
		const outcome = await deliverOnce(`http://${LOOPBACK}:${port}`);
		report.say(JSON.stringify(outcome));
		const isRight =
			outcome.answer === 200 &&
			outcome.executions.join() === 'success' &&
			outcome.events.join() === 'ticket.created';
		if (!isRight) throw new Halt('This is not one event that was delivered and ran once.');
	} catch (reason) {
		const { output } = await runQuietly('docker', ['logs', '--tail', '40', name]).catch(() => ({
			output: '',
		}));
		report.say(output);
		throw reason;
	} finally {
		settled();
		await tidy();
	}
	return 0;
}
