/*
 * What hostile deliveries cost, through n8n-core's real webhook context: the most events of a delivery, what is as
 * large as n8n takes it, and 20,000 forged deliveries. Times are ratios to a trigger that does nothing, or to
 * deliveries before, within one run. Run it by `npm run bench:hostile`.
 */
import { createHmac } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import { deliverer, TOKEN, type Sending } from './inNode/context';
import { nothing, triggerOf, TRIGGERS } from './inNode/triggers';
import { quantile } from './statistics';

const MEGABYTE = 2 ** 20;

const sign = (body: string) => `sha1=${createHmac('sha1', TOKEN).update(body).digest('hex')}`;

const heapMegabytes = () => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / MEGABYTE;
};

const milliseconds = async (run: () => Promise<unknown>): Promise<number> => {
	const start = performance.now();
	await run();
	return performance.now() - start;
};

const median = (values: number[]) => quantile(values, 0.5);

/** How long a run takes, how long others wait for it, and what it leaves on the heap before it is collected. */
async function measured(run: () => Promise<unknown>) {
	const before = heapMegabytes();
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	await pause(20);
	const cpu = process.cpuUsage();
	const time = await milliseconds(run);
	const { user, system } = process.cpuUsage(cpu);
	const used = process.memoryUsage().heapUsed / MEGABYTE - before;
	await pause(20);
	delay.disable();
	return { time, used, wait: delay.max / 1e6, cpu: (user + system) / 1000 };
}

const times = (text: string, count: number) => `[${Array(count).fill(text).join(',')}]`;

async function benchBound() {
	const socialBoards = deliverer(triggerOf('SocialBoards'), { duplicateDeliveries: 'processAll' });
	const glassix = deliverer(triggerOf('Glassix'), { duplicateDeliveries: 'processAll' });
	const notes = (count: number) => ({
		body: `{"EventType":"note_deletion","Events":${times('1', count)}}`,
	});
	const changes = (count: number) => {
		const body = `{"key":"k","changes":${times('{"_event":"NEW_TICKET"}', count)}}`;
		return { body, headers: { 'x-hub-signature': sign(body) } };
	};
	const malformed = (count: number) => ({
		body: `{"EventType":"conversation_created","Events":[{"Conversation":{"Messages":${times('{}', count)}}}]}`,
	});
	const cases: Array<[what: string, run: () => Promise<{ status: number; items: number }>]> = [
		['SocialBoards, 10,000 events', () => socialBoards(notes(10_000))],
		['Glassix, 10,000 events', () => glassix(changes(10_000))],
		['SocialBoards, 1,000,000 events', () => socialBoards(notes(1_000_000))],
		['Glassix, 500,000 events', () => glassix(changes(500_000))],
		['SocialBoards, a list of 90,000 malformed messages', () => socialBoards(malformed(90_000))],
		['SocialBoards, a list of 1,000,000', () => socialBoards(malformed(1_000_000))],
	];
	for (const [what, run] of cases) {
		await run();
		const result = await run();
		const { time, used, wait, cpu } = await measured(run);
		console.log(
			`${what}: ${result.status}, ${result.items} items, ${time.toFixed(0)} ms (${cpu.toFixed(0)} ms of CPU), others wait ${wait.toFixed(0)} ms, ${used.toFixed(0)} MB before collection`,
		);
	}
}

/** Bodies, queries and headers as large as n8n takes them, against a trigger that does nothing. */
async function benchLimits() {
	const filled = (size: number) => 'x'.repeat(size);
	const requests: Array<[what: string, request: Sending]> = [
		['a body of 15 MB, one text', { body: `{"payload":"${filled(15 * MEGABYTE)}"}` }],
		[
			'a body of 15 MB, a million keys',
			{ body: `{${Array.from({ length: 1_000_000 }, (_, n) => `"key-${n}":1`).join(',')}}` },
		],
		['a body of 15 MB, a list', { body: times('1', 7 * MEGABYTE) }],
		['nesting of 100,000', { body: '['.repeat(100_000) + ']'.repeat(100_000) }],
	];
	const small: Array<[what: string, request: Sending]> = [
		['10,000 parameters', { body: '{}', query: `${'a&'.repeat(10_000)}token=${TOKEN}` }],
		['3,000 tokens', { body: '{}', query: 'token=a&'.repeat(3000) }],
		['a query encoded again and again', { body: '{}', query: `a=%${'25'.repeat(4000)}` }],
		['headers of 8 KB', { body: '{}', headers: { 'x-a': filled(8000) } }],
	];
	for (const name of TRIGGERS) {
		const trigger = triggerOf(name);
		const ours = deliverer(trigger, { duplicateDeliveries: 'processAll' });
		const theirs = deliverer(nothing(trigger));
		for (const [what, request] of requests) {
			const signed = { ...request, headers: { 'x-hub-signature': sign(request.body) } };
			const own: number[] = [];
			const empty: number[] = [];
			for (let n = 0; n < 5; n++) {
				own.push(await milliseconds(() => ours(signed)));
				empty.push(await milliseconds(() => theirs(signed)));
			}
			console.log(
				`${name}, ${what}: ${(median(own) / median(empty)).toFixed(2)} x, ${(median(own) - median(empty)).toFixed(0)} ms more`,
			);
		}
		for (const [what, request] of small) {
			const own: number[] = [];
			for (let n = 0; n < 50; n++) own.push(await milliseconds(() => ours(request)));
			console.log(`${name}, ${what}: ${median(own).toFixed(2)} ms`);
		}
	}
}

/** 20,000 forged deliveries in a row, genuine ones among them. */
async function benchForged() {
	const deliver = deliverer(triggerOf('Glassix'));
	let n = 0;
	const genuine = () => {
		const event = `{"key":"k","dateTime":"2026-01-01T00:00:00Z","changes":[{"_event":"NEW_TICKET","ticketId":${++n}}]}`;
		return deliver({ body: event, headers: { 'x-hub-signature': sign(event) } });
	};
	const body = `{"key":"k","changes":[{"_event":"NEW_TICKET","ticketId":1,"x":"${'x'.repeat(2000)}"}]}`;
	const forged = () => deliver({ body, headers: { 'x-hub-signature': `sha1=${'0'.repeat(40)}` } });
	const empty = deliverer(nothing(triggerOf('Glassix')));
	for (let warm = 0; warm < 2000; warm++) await Promise.all([genuine(), forged(), empty({ body })]);

	/** Genuine deliveries among others, one in 40. */
	const among = async (other: () => Promise<unknown>) => {
		const taken: number[] = [];
		for (let k = 0; k < 20_000; k++) {
			await other();
			if (k % 40 === 0) taken.push(await milliseconds(genuine));
		}
		return taken;
	};
	const alone = await among(() => empty({ body }));
	const before = heapMegabytes();
	const own: number[] = [];
	const meanwhile = await among(async () => own.push(await milliseconds(forged)));
	const after = heapMegabytes();
	const read: number[] = [];
	alone.push(...(await among(async () => read.push(await milliseconds(() => empty({ body }))))));
	const hmacs: number[] = [];
	for (let k = 0; k < 2000; k++) hmacs.push(await milliseconds(async () => sign(body)));
	console.log(
		`20,000 forged deliveries: ${(median(own) / median(read)).toFixed(2)} x a trigger that does nothing ` +
			`(${(median(own) * 1000).toFixed(0)} µs; the HMAC alone ${(median(hmacs) * 1000).toFixed(0)} µs), ` +
			`memory ${(after - before).toFixed(1)} MB more`,
	);
	console.log(
		`genuine deliveries meanwhile, against before and after: ${(median(meanwhile) / median(alone)).toFixed(2)} x`,
	);
}

async function main() {
	await benchBound();
	await benchForged();
	await benchLimits();
}

void main();
