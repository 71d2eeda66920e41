import { readMessages } from '../../../../../nodes/Glassix/polling/messages';
import { message, queued, stateChange } from '../../../../support/glassixMessages';

describe('Glassix messages', () => {
	it('keep their ids when the receipt handle changes', () => {
		const [one] = readMessages([queued('a')]);
		const [other] = readMessages([{ ...queued('a'), queueReceiptHandle: 'new' }]);
		expect(other.id).toBe(one.id);
		expect(other.events[0].eventId).toBe(one.events[0].eventId);
	});

	it('have different ids when only their queueMessageId differs', () => {
		expect(message('a').id).not.toBe(message('b').id);
	});

	it('count as one when an answer holds the same message twice', () => {
		expect(readMessages([queued('a'), { ...queued('a'), queueReceiptHandle: 'new' }])).toEqual([
			expect.objectContaining({
				receipt: { queueMessageId: 'a', queueReceiptHandle: 'new' },
			}),
		]);
	});

	it('are identified by their content and have no receipt when they lack an id', () => {
		const [one, same, other] = [stateChange(1), stateChange(1), stateChange(2)];
		const messages = readMessages([one, same, other]);
		expect(messages.map(({ receipt }) => receipt)).toEqual([undefined, undefined]);
	});

	it.each([null, 5, 'text', [], {}])('are delivered as unrecognized: %j', (entry) => {
		const [read] = readMessages([entry]);
		expect(read.events).toEqual([expect.objectContaining({ event: 'unrecognized', data: entry })]);
	});
});
