import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import {
	HELP,
	readArguments,
	type HandshakeTask,
	type LoadTask,
	type SingleTask,
	type Target,
} from './arguments';
import { deliver, isTaken, openConnections, type Outcome, type SentRequest } from './deliver';
import { showProgress, type Stream } from './progress';
import { SERVICES, distinctBody, eventsOf, headersFor, urlFor, withQuery } from './services';
import { summarize } from './summary';
import { describe } from './words';

/**
 * @param args Those of `npm run send`.
 * @returns 0 when everything that was sent got a 2xx.
 */
export async function send(args: string[], stream: Stream = process.stdout): Promise<number> {
	const task = readArguments(args);
	const say = (line: string) => void stream.write(`${line}\n`);
	switch (task.kind) {
		case 'help':
			say(HELP);
			return 0;
		case 'list':
			for (const service of task.services) {
				say([SERVICES[service].name, ...eventsOf(service)].join('\n  '));
			}
			return 0;
		case 'handshake':
			return await shakeHands(task, say);
		case 'single':
			return await sendSingly(task, say);
		case 'load':
			return await sendMany(task, stream);
	}
}

async function shakeHands(
	{ service, url, token, secret }: HandshakeTask,
	say: (line: string) => void,
): Promise<number> {
	const { handshake } = SERVICES[service].service;
	const challenge = String(randomInt(1_000_000_000, 10_000_000_000));
	const agent = openConnections(url, 1);
	const outcome = await deliver(agent, {
		method: 'GET',
		url: withQuery(urlFor(service, '', { url, token }), {
			[handshake!.challenge]: challenge,
			[handshake!.token]: secret,
		}),
		headers: {},
		body: '',
		timeoutSeconds: SERVICES[service].timeoutSeconds,
	});
	agent.destroy();
	const isDone = isTaken(outcome) && outcome.text === challenge;
	say(
		isDone
			? `${describe({ ...outcome, text: '' })}: the challenge came back, the URL is confirmed`
			: `${describe(outcome)}: the challenge did not come back`,
	);
	return isDone ? 0 : 1;
}

function requestFor(target: Target, event: string, body: string | Buffer): SentRequest {
	const { service, secret, headers } = target;
	return {
		method: 'POST',
		url: urlFor(service, event, target),
		headers: headersFor(service, event, body, secret, headers),
		body,
		timeoutSeconds: SERVICES[service].timeoutSeconds,
	};
}

/** One delivery after the other, the bodies as they are. */
async function sendSingly(task: SingleTask, say: (line: string) => void): Promise<number> {
	const { service, url, bodies, repeat, everyMs } = task;
	const agent = openConnections(url, 1);
	let isEachTaken = true;
	for (const { name, event, body } of bodies) {
		const request = requestFor(task, event, body);
		for (let time = 0; time <= repeat; time++) {
			if (time > 0) await pause(everyMs);
			const outcome = await deliver(agent, request);
			isEachTaken &&= isTaken(outcome);
			const again = time > 0 ? `, sent again (${time} of ${repeat})` : '';
			say(`${SERVICES[service].name} ${name}${again}: ${describe(outcome)}`);
		}
	}
	agent.destroy();
	return isEachTaken ? 0 : 1;
}

/** Many deliveries at a time, each of them an event of its own. */
async function sendMany(task: LoadTask, stream: Stream): Promise<number> {
	const { service, url, events, count } = task;
	const connections = Math.min(task.connections, count);
	const agent = openConnections(url, connections);
	const progress = showProgress(stream, count);
	const firstNumber = Date.now() * 1000;
	const started = performance.now();
	const outcomes: Outcome[] = [];
	let next = 0;
	await Promise.all(
		Array.from({ length: connections }, async () => {
			while (next < count) {
				const place = next++;
				const event = events[place % events.length] ?? '';
				const body = distinctBody(service, event, firstNumber + place);
				outcomes.push(await deliver(agent, requestFor(task, event, body)));
				progress.step();
			}
		}),
	);
	const seconds = (performance.now() - started) / 1000;
	progress.end();
	agent.destroy();
	stream.write(`${summarize(outcomes, { connections, seconds })}\n`);
	return outcomes.every(isTaken) ? 0 : 1;
}
