import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { POSTGRES } from '../../../scripts/test/services';

/** A way to the database that can be cut, or made long. */
export class Cable {
	/** Milliseconds that whatever is sent needs, each way. Change it only while nothing is on its way. */
	delay = 0;

	readonly #sockets = new Set<Socket>();

	readonly #server: Server;

	#isCut = false;

	constructor() {
		this.#server = createServer((socket) => {
			if (this.#isCut) {
				socket.destroy();
				return;
			}
			const database = connect(POSTGRES.port, POSTGRES.host);
			this.#lay(socket, database);
			this.#lay(database, socket);
		});
	}

	#lay(from: Socket, to: Socket): void {
		this.#sockets.add(from);
		from.setNoDelay(true);
		from.on('data', (chunk) => {
			if (this.delay === 0) to.write(chunk);
			else setTimeout(() => to.write(chunk), this.delay);
		});
		from.on('error', () => to.destroy());
		from.on('close', () => {
			this.#sockets.delete(from);
			setTimeout(() => to.destroy(), this.delay);
		});
	}

	/** @returns where it begins: it leads to the database. */
	async open(): Promise<{ host: string; port: number }> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
		return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
	}

	cut(): void {
		this.#isCut = true;
		for (const socket of this.#sockets) socket.destroy();
	}

	mend(): void {
		this.#isCut = false;
	}

	close(): void {
		this.cut();
		this.#server.close();
	}
}
