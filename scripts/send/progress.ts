const WIDTH = 30;
const REDRAW_MS = 100;
const QUIET_TERMINAL_MS = 5000;

export interface Stream {
	write(text: string): unknown;
	isTTY?: boolean;
}

/** On a terminal a bar in one line, elsewhere (a log) a line every five seconds. */
export function showProgress(stream: Stream, total: number): { step: () => void; end: () => void } {
	const started = Date.now();
	let done = 0;
	const state = () => {
		const filled = Math.floor((done / total) * WIDTH);
		const rate = Math.round(done / Math.max(0.001, (Date.now() - started) / 1000));
		const bar = `${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}`;
		return `[${bar}] ${done}/${total}, ${rate} a second`;
	};
	const draw = () => stream.write(stream.isTTY ? `\r${state()}\x1b[K` : `${state()}\n`);
	const timer = setInterval(draw, stream.isTTY ? REDRAW_MS : QUIET_TERMINAL_MS);
	return {
		step() {
			done++;
		},
		end() {
			clearInterval(timer);
			draw();
			if (stream.isTTY) stream.write('\n');
		},
	};
}
