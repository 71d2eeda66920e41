/**
 * A function of a text that remembers its last answer: from delivery to delivery most texts stay the same.
 * @param work gives the same for the same text, and what it gives is changed by nobody.
 */
export function lastOf<Value>(work: (text: string) => Value): (text: string) => Value {
	let last: { text: string; value: Value } | undefined;
	return (text) => {
		if (last?.text !== text) last = { text, value: work(text) };
		return last.value;
	};
}
