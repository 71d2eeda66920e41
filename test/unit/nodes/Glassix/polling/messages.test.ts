import { readMessages } from '../../../../../nodes/Glassix/polling/messages';
import { message, queued, stateChange } from '../../../../support/glassixMessages';

describe('messages', () => {
	it('are the same whatever their receipt handle', () => {
		const [one] = readMessages([queued('a')]);
		const [other] = readMessages([{ ...queued('a'), queueReceiptHandle: 'new' }]);
		expect(other.id).toBe(one.id);
		expect(other.events[0].eventId).toBe(one.events[0].eventId);
	});

	it('are different by their queueMessageId, although they are alike', () => {
		expect(message('a').id).not.toBe(message('b').id);
	});

	it('given out twice in an answer are one', () => {
		expect(readMessages([queued('a'), { ...queued('a'), queueReceiptHandle: 'new' }])).toEqual([
			expect.objectContaining({
				receipt: { queueMessageId: 'a', queueReceiptHandle: 'new' },
			}),
		]);
	});

	it('without an id are known by what they hold, and cannot be deleted', () => {
		const [one, same, other] = [stateChange(1), stateChange(1), stateChange(2)];
		const messages = readMessages([one, same, other]);
		expect(messages.map(({ receipt }) => receipt)).toEqual([undefined, undefined]);
	});

	it.each([null, 5, 'text', [], {}])('%j are delivered as unrecognized', (entry) => {
		const [read] = readMessages([entry]);
		expect(read.events).toEqual([expect.objectContaining({ event: 'unrecognized', data: entry })]);
	});
});
