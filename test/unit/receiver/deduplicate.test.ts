import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import type { WatchedResponse } from '../../../receiver/answer';
import { deduplicate } from '../../../receiver/deduplicate';
import type { IdentifiedEvent } from '../../../receiver/delivery';
import { forgetNode } from '../../../receiver/memory';
import type { Settings } from '../../../receiver/settings';
import { stubService, stubSettings } from '../../support/inProcess/stub';

type Options = Partial<Settings['options']>;

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

/** Has it be so many milliseconds later than now, for the test alone. */
function later(ms: number) {
	jest.restoreAllMocks();
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}

let node: string;
let count = 0;
afterEach(() => jest.restoreAllMocks());
beforeEach(() => {
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

describe('an event that never repeats (a reply, a comment …)', () => {
	it('runs once, however often it is sent', async () => {
		expect(await take([unique('a1')])).toEqual(['a1']);
		expect(await take([unique('a1')])).toEqual([]);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('runs again when the first try came to nothing', async () => {
		const first = deliver([unique('a1')]);
		expect(await first.fresh).toEqual(['a1']);
		await first.response.answer(500);
		expect(await take([unique('a1')])).toEqual(['a1']);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('waits, sent again meanwhile, for the first: does not run when n8n has it', async () => {
		const first = deliver([unique('a1')]);
		const second = deliver([unique('a1')]);
		expect(await first.fresh).toEqual(['a1']);
		await pause(50);
		await first.response.answer(200);
		expect(await second.fresh).toEqual([]);
	});

	it('waits, sent again meanwhile, for the first: runs once when n8n does not have it', async () => {
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

	it('is refused with 503, to be sent again, when the first is still open at the end of the time', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		const second = deliver([unique('a1')]);
		await expect(second.fresh).rejects.toMatchObject({ status: 503 });
		await second.response.answer(503);
		await first.response.answer(200);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('does not run again when the sender had closed the connection before n8n took the event', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		await first.response.closed();
		const second = deliver([unique('a1')]);
		await pause(20);
		await first.response.answer(200);
		expect(await second.fresh).toEqual([]);
	});

	it('runs again when the sender had closed the connection and n8n did not take the event', async () => {
		const first = deliver([unique('a1')]);
		await first.fresh;
		await first.response.closed();
		await first.response.answer(500);
		await pause(150);
		expect(await take([unique('a1')])).toEqual(['a1']);
	});

	it('is another event on another node', async () => {
		await take([unique('a1')]);
		expect(await take([unique('a1')], {}, `${node}/other`)).toEqual(['a1']);
	});

	it('is still known when a new version of the workflow is published', async () => {
		await take([unique('a1')]);
		forgetNode(node);
		expect(await take([unique('a1')])).toEqual([]);
	});

	it('is forgotten when the workflow stays unpublished', async () => {
		await take([unique('a1')]);
		forgetNode(node);
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 16 * 60_000);
		expect(await take([unique('a1')])).toEqual(['a1']);
		jest.restoreAllMocks();
	});
});

describe('an event known by its bytes alone (archived, status changed …)', () => {
	it('runs each time when each was answered in time: archived, unarchived, archived again', async () => {
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		expect(await take([fingerprint('b2')])).toEqual(['b2']);
		later(1100);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		later(2200);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run again within a second of its answer, however often it comes', async () => {
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
		later(500);
		expect(await take([fingerprint('b1')])).toEqual([]);
		later(900);
		expect(await take([fingerprint('b1')])).toEqual([]);
		later(1100);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run again when its answer came late; the next one alike does', async () => {
		const first = deliver([fingerprint('b1')]);
		await first.fresh;
		await pause(450);
		await first.response.answer(200);
		later(1500);
		expect(await take([fingerprint('b1')])).toEqual([]);
		expect(await take([fingerprint('b1')])).toEqual(['b1']);
	});

	it('does not run again when the connection was closed before the answer was out', async () => {
		const first = deliver([fingerprint('b1')]);
		await first.fresh;
		await first.response.closed();
		await first.response.answer(200);
		await pause(150);
		expect(await take([fingerprint('b1')])).toEqual([]);
	});

	it('does not run again while the first is being handled', async () => {
		const first = deliver([fingerprint('b1')]);
		const second = deliver([fingerprint('b1')]);
		await first.fresh;
		await first.response.answer(200);
		expect(await second.fresh).toEqual([]);
	});
});

describe('a delivery of several events', () => {
	it('keeps what is new and drops the rest', async () => {
		await take([unique('c1'), unique('c2')]);
		expect(await take([unique('c1'), unique('c3'), unique('c2'), unique('c4')])).toEqual([
			'c3',
			'c4',
		]);
	});

	it('waits for those being handled, and keeps its order', async () => {
		const first = deliver([unique('c2')]);
		await first.fresh;
		const second = deliver([unique('c1'), unique('c2'), unique('c3')]);
		await first.response.answer(500);
		expect(await second.fresh).toEqual(['c1', 'c2', 'c3']);
	});

	it('does not wait for ever for another that shares events with it', async () => {
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

describe('the option "Duplicate Deliveries"', () => {
	it('Keep: runs for every delivery', async () => {
		expect(await take([unique('d1')], { duplicateDeliveries: 'processAll' })).toEqual(['d1']);
		expect(await take([unique('d1')], { duplicateDeliveries: 'processAll' })).toEqual(['d1']);
	});

	it('Skip Identical: runs once for what is alike, even if it was answered in time', async () => {
		const options: Options = { duplicateDeliveries: 'skipIdentical' };
		expect(await take([fingerprint('d1')], options)).toEqual(['d1']);
		expect(await take([fingerprint('d1')], options)).toEqual([]);
	});
});
