'use strict';

// Loaded into n8n: the lines it writes bear no time of their own.

/**
 * @returns {string} Such as `2026-03-02 10:02:55 `, as clocks on this machine show it.
 */
function time() {
	return `${new Date().toLocaleString('sv')} `;
}

for (const stream of [process.stdout, process.stderr]) {
	const write = stream.write.bind(stream);
	let isLineBegun = false;
	/** @type {(chunk: any, ...rest: any[]) => boolean} */
	const writeWithTime = (chunk, ...rest) => {
		const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
		const stamped = text.replace(/(?<=\n)(?=[^])/g, time());
		const first = isLineBegun || text === '' ? '' : time();
		if (text !== '') isLineBegun = !text.endsWith('\n');
		return write(`${first}${stamped}`, ...rest);
	};
	stream.write = writeWithTime;
}
