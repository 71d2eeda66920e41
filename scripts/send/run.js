'use strict';

const { randomInt } = require('node:crypto');
const { setTimeout: pause } = require('node:timers/promises');

const { HELP, readArguments } = require('./arguments');
const { deliver, isTaken, openConnections } = require('./deliver');
const { showProgress } = require('./progress');
const {
	SERVICES,
	distinctBody,
	eventsOf,
	headersFor,
	sampleBody,
	urlFor,
	withQuery,
} = require('./services');
const { summarize } = require('./summary');
const { describe } = require('./words');

/** @typedef {import('./progress').Stream} Stream */

/**
 * @param {string[]} args Those of `npm run send`.
 * @param {Stream} [stream]
 * @returns {Promise<number>} 0 when everything that was sent got a 2xx.
 * @throws {import('../lib/halt').Halt}
 */
async function send(args, stream = process.stdout) {
	const task = readArguments(args);
	/** @param {string} line */
	const say = (line) => void stream.write(`${line}\n`);
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

/**
 * @param {import('./arguments').HandshakeTask} task
 * @param {(line: string) => void} say
 * @returns {Promise<number>}
 */
async function shakeHands({ service, url, token, secret }, say) {
	const challenge = String(randomInt(1_000_000_000, 10_000_000_000));
	const agent = openConnections(url, 1);
	const outcome = await deliver(agent, {
		method: 'GET',
		url: withQuery(url, { token, challenge, verifyToken: secret }),
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

/**
 * @param {import('./arguments').Target} target
 * @param {string} event
 * @param {string} body
 * @returns {import('./deliver').Request}
 */
function requestFor(target, event, body) {
	const { service, secret, headers } = target;
	return {
		method: 'POST',
		url: urlFor(service, event, target),
		headers: headersFor(service, event, body, secret, headers),
		body,
		timeoutSeconds: SERVICES[service].timeoutSeconds,
	};
}

/**
 * One delivery after the other, the samples as they are.
 *
 * @param {import('./arguments').SingleTask} task
 * @param {(line: string) => void} say
 * @returns {Promise<number>}
 */
async function sendSingly(task, say) {
	const { service, url, events, repeat, everyMs } = task;
	const agent = openConnections(url, 1);
	let isEachTaken = true;
	for (const event of events) {
		const request = requestFor(task, event, sampleBody(service, event));
		for (let time = 0; time <= repeat; time++) {
			if (time > 0) await pause(everyMs);
			const outcome = await deliver(agent, request);
			isEachTaken &&= isTaken(outcome);
			const again = time > 0 ? `, sent again (${time} of ${repeat})` : '';
			say(`${SERVICES[service].name} ${event}${again}: ${describe(outcome)}`);
		}
	}
	agent.destroy();
	return isEachTaken ? 0 : 1;
}

/**
 * Many deliveries at a time, each of them an event of its own.
 *
 * @param {import('./arguments').LoadTask} task
 * @param {Stream} stream
 * @returns {Promise<number>}
 */
async function sendMany(task, stream) {
	const { service, url, events, count, connections } = task;
	const agent = openConnections(url, connections);
	const progress = showProgress(stream, count);
	const firstNumber = Date.now() * 1000;
	const started = performance.now();
	/** @type {import('./deliver').Outcome[]} */
	const outcomes = [];
	let next = 0;
	await Promise.all(
		Array.from({ length: Math.min(connections, count) }, async () => {
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
	stream.write(`${summarize(outcomes, { connections: Math.min(connections, count), seconds })}\n`);
	return outcomes.every(isTaken) ? 0 : 1;
}

module.exports = { send };
