import { once } from 'node:events';
import net from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * Below those that operating systems give to connections. A port is free until what it was found
 * for listens on it, which takes an n8n half a minute: processes that look for one at the same time
 * look in different places.
 */
const FIRST = 20_000;
const COUNT = 12_000;
const COUNT_OF_A_PROCESS = 20;

let next = (process.pid * COUNT_OF_A_PROCESS) % COUNT;

/** So many different loopback ports nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
	const found: number[] = [];
	for (let tries = 0; found.length < count; tries++) {
		if (tries > COUNT) throw new Error('No port is free');
		const port = FIRST + next;
		next = (next + 1) % COUNT;
		if (await isFree(port)) found.push(port);
	}
	return found;
}

/** Whether a server can listen on this loopback port now. */
export async function isFree(port: number): Promise<boolean> {
	try {
		await (await listen(port))[Symbol.asyncDispose]();
		return true;
	} catch {
		return false;
	}
}

async function listen(port: number): Promise<net.Server> {
	const server = net.createServer().listen(port, LOOPBACK);
	await once(server, 'listening');
	return server;
}
