import { once } from 'node:events';
import net from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** So many different loopback ports nothing listens on, chosen by the operating system. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
	const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
	for (const server of servers) await server[Symbol.asyncDispose]();
	return ports;
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
