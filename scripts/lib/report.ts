const QUIET_TERMINAL_MS = 15_000;

export interface Report {
	say(line: string): void;
	/** Shows that a long step is under way, and for how long. */
	during<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * On a terminal a step is one line that counts the seconds; elsewhere (a log) it is a line at its
 * start, one every 15 seconds and one at its end.
 */
export function createReport(stream: NodeJS.WriteStream = process.stdout): Report {
	return {
		say: (line) => void stream.write(`${line}\n`),
		during: (label, work) =>
			stream.isTTY ? countOnOneLine(stream, label, work) : countInLines(stream, label, work),
	};
}

async function countOnOneLine<Result>(
	stream: NodeJS.WriteStream,
	label: string,
	work: () => Promise<Result>,
): Promise<Result> {
	const elapsed = stopwatch();
	const show = () => {
		stream.clearLine(0);
		stream.cursorTo(0);
		stream.write(`${label} ... ${elapsed()}`);
	};
	show();
	const timer = setInterval(show, 1000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		show();
		stream.write('\n');
	}
}

async function countInLines<Result>(
	stream: NodeJS.WriteStream,
	label: string,
	work: () => Promise<Result>,
): Promise<Result> {
	const elapsed = stopwatch();
	stream.write(`${label} ...\n`);
	const timer = setInterval(() => {
		stream.write(`${label} ... ${elapsed()} so far\n`);
	}, QUIET_TERMINAL_MS);
	try {
		const result = await work();
		stream.write(`${label} ... done in ${elapsed()}\n`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

/** @returns The time since this call, such as `12 s`. */
function stopwatch(): () => string {
	const start = Date.now();
	return () => `${Math.round((Date.now() - start) / 1000)} s`;
}
