import { EventEmitter } from 'node:events';

import type { WatchedResponse } from '../../../receiver/answer';
import { deduplicate } from '../../../receiver/deduplicate';
import type { IdentifiedEvent } from '../../../receiver/delivery';
import { forgetNode } from '../../../receiver/memory';
import type { Settings } from '../../../receiver/settings';
import { stubService, stubSettings } from '../../support/inProcess/stub';

type Options = Partial<Settings['options']>;

const pause = async (ms: number) => await jest.advanceTimersByTimeAsync(ms);

/** A service that waits half a second: 0.4 s of it are ours. */
const service = stubService({ timeout: { value: 0.5, evidence: 'doc' } });

/** n8n's response to a delivery, answered when the test says so. */
class FakeResponse extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	writableFinished = false;
	destroyed = false;

	/** n8n answers; what it writes to a closed connection goes nowhere. */
	answer(status: number) {
		this.statusCode = status;
		this.writableEnded = true;
		if (!this.destroyed) this.emit('finish');
		return this.closed();
	}

	/** The connection is closed, by whomever. */
	async closed() {
		this.destroyed = true;
		this.emit('close');
		await pause(0);
	}
}

const unique = (key: string) => ({ key, unique: true }) as IdentifiedEvent;
const fingerprint = (key: string) => ({ key, unique: false }) as IdentifiedEvent;

let node: string;
let count = 0;
afterEach(() => jest.useRealTimers());
beforeEach(() => {
	jest.useFakeTimers();
	node = `workflow/${count++}`;
});

/** Delivers events: which of them run, and the response to answer them with. */
function deliver(events: IdentifiedEvent[], options: Options = {}, onNode = node) {
	const response = new FakeResponse();
	const fresh = deduplicate(
		service,
		onNode,
		events,
		stubSettings({ options }),
		response as unknown as WatchedResponse,
	).then(({ fresh: kept }) => kept.map(({ key }) => key));
	return { response, fresh };
}

/** Delivers events that n8n takes at once. */
async function take(events: IdentifiedEvent[], options: Options = {}, onNode = node) {
	const { response, fresh } = deliver(events, options, onNode);
	const kept = await fresh;
	await response.answer(200);
	return kept;
}

describe('A unique event (a reply, a comment …)', () => {
	it('runs once, however often the service sends it', async () => {
		expect(await take([unique('a1')])).toEqual(['a1']);
		expect(await take([unique('a1')])).toEqual([]);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('runs again when n8n did not accept the first delivery', async () => {
		const first = deliver([unique('a1')]);
		expect(await first.fresh).toEqual(['a1']);
		await first.response.answer(500);
		expect(await take([unique('a1')])).toEqual(['a1']);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('does not run for a retry that arrives in flight, once n8n accepts the first', async () => {
		const first = deliver([unique('a1')]);
		const second = deliver([unique('a1')]);
		expect(await first.fresh).toEqual(['a1']);
		await pause(50);
		await first.response.answer(200);
		expect(await second.fresh).toEqual([]);
	});

	it('runs once for two retries that arrive in flight when n8n does not accept the first', async () => {
		const first = deliver([unique('a1')]);
		const second = deliver([unique('a1')]);
		const third = deliver([unique('a1')]);
		await first.fresh;
		await first.response.answer(503);
		const winner = await Promise.race([
			second.fresh.then(() => second),
			third.fresh.then(() => third),
		]);
		expect(await winner.fresh).toEqual(['a1']);
		await winner.response.answer(200);
		const kept = [...(await second.fresh), ...(await third.fresh)];
		expect(kept).toEqual(['a1']);
	});

	it('is refused with 503 when the first delivery is still in flight at the deadline', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		const second = deliver([unique('a1')]);
		const refused = expect(second.fresh).rejects.toMatchObject({ status: 503 });
		await pause(400);
		await refused;
		await second.response.answer(503);
		await first.response.answer(200);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('does not run again when n8n accepts it after the sender closed the connection', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		await first.response.closed();
		const second = deliver([unique('a1')]);
		await pause(20);
		await first.response.answer(200);
		await pause(100);
		expect(await second.fresh).toEqual([]);
	});

	it('runs again when the sender closed the connection and n8n did not accept it', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		await first.response.closed();
		await first.response.answer(500);
		await pause(150);
		expect(await take([unique('a1')])).toEqual(['a1']);
	});

	it('counts as another event on another node', async () => {
		await take([unique('a1')]);
		expect(await take([unique('a1')], {}, `${node}/other`)).toEqual(['a1']);
	});

	it('is still remembered after a new version of the workflow is published', async () => {
		await take([unique('a1')]);
		forgetNode(node);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('is forgotten when the workflow stays unpublished', async () => {
		await take([unique('a1')]);
		forgetNode(node);
		await pause(16 * 60_000);
		expect(await take([unique('a1')])).toEqual(['a1']);
	});
});

describe('An event identified only by its bytes (archived, status changed …)', () => {
	it('runs each time when it was acknowledged in time: archived, unarchived, archived again', async () => {
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		expect(await take([fingerprint('b2')])).toEqual(['b2']);
		await pause(1100);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		await pause(1100);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run again within a second of its acknowledgment, however often it comes', async () => {
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		await pause(500);
		expect(await take([fingerprint('b1')])).toEqual([]);
		await pause(400);
		expect(await take([fingerprint('b1')])).toEqual([]);
		await pause(200);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run for the next copy after a late acknowledgment, but runs for the one after', async () => {
		const first = deliver([fingerprint('b1')]);
		await first.fresh;
		await pause(450);
		await first.response.answer(200);
		await pause(1500);
		expect(await take([fingerprint('b1')])).toEqual([]);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run again when the connection closed before the answer was sent', async () => {
		const first = deliver([fingerprint('b1')]);
		await first.fresh;
		await first.response.closed();
		await first.response.answer(200);
		await pause(150);
		expect(await take([fingerprint('b1')])).toEqual([]);
	});

	it('does not run again while the first delivery is in flight', async () => {
		const first = deliver([fingerprint('b1')]);
		const second = deliver([fingerprint('b1')]);
		await first.fresh;
		await first.response.answer(200);
		expect(await second.fresh).toEqual([]);
	});
});

describe('A delivery of several events', () => {
	it('keeps its new events and drops the repeated ones', async () => {
		await take([unique('c1'), unique('c2')]);
		expect(await take([unique('c1'), unique('c3'), unique('c2'), unique('c4')])).toEqual([
			'c3',
			'c4',
		]);
	});

	it('waits for events in flight and keeps the order of its events', async () => {
		const first = deliver([unique('c2')]);
		await first.fresh;
		const second = deliver([unique('c1'), unique('c2'), unique('c3')]);
		await first.response.answer(500);
		expect(await second.fresh).toEqual(['c1', 'c2', 'c3']);
	});

	it('does not wait forever for another delivery that shares events with it', async () => {
		const first = deliver([unique('c1'), unique('c2')]);
		const second = deliver([unique('c2'), unique('c3')]);
		const third = deliver([unique('c3'), unique('c1')]);
		await first.fresh;
		await first.response.answer(500);
		const outcomes = [second, third].map(async ({ fresh, response }) => {
			const own = await fresh;
			await response.answer(200);
			return own;
		});
		const kept = (await Promise.all(outcomes)).flat();
		expect(kept.sort()).toEqual(['c1', 'c2', 'c3']);
	});
});

describe('The option "Duplicate Deliveries"', () => {
	it('runs every delivery when set to Process All', async () => {
		expect(await take([unique('d1')], { duplicateDeliveries: 'processAll' })).toEqual(['d1']);
		expect(await take([unique('d1')], { duplicateDeliveries: 'processAll' })).toEqual(['d1']);
	});

	it('runs identical events once when set to Skip Identical, even if acknowledged in time', async () => {
		const options: Options = { duplicateDeliveries: 'skipIdentical' };
		expect(await take([fingerprint('d1')], options)).toEqual(['d1']);
		expect(await take([fingerprint('d1')], options)).toEqual([]);
	});
});
