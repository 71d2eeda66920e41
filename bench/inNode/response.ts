import { EventEmitter } from 'node:events';

/** n8n's response, as far as a trigger sees it. */
export class BenchResponse extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	writableFinished = false;
	destroyed = false;

	status(code: number) {
		this.statusCode = code;
		return this;
	}

	setHeader() {}

	end() {
		this.writableEnded = true;
		this.emit('finish');
		this.emit('close');
	}
}
