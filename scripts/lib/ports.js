'use strict';

const net = require('node:net');

const LOOPBACK = '127.0.0.1';

/**
 * @param {number} count
 * @returns {Promise<number[]>} So many different loopback ports nothing listens on, chosen by the
 * operating system.
 */
async function freePorts(count) {
	const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
	const ports = servers.map(portOf);
	await Promise.all(servers.map(close));
	return ports;
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} Whether a server can listen on this loopback port now.
 */
async function isFree(port) {
	try {
		await close(await listen(port));
		return true;
	} catch {
		return false;
	}
}

/**
 * @param {number} port
 * @returns {Promise<net.Server>}
 */
function listen(port) {
	return new Promise((resolve, reject) => {
		const server = net.createServer();
		server.once('error', reject);
		server.listen(port, LOOPBACK, () => resolve(server));
	});
}

/**
 * @param {net.Server} server
 * @returns {number}
 */
function portOf(server) {
	return /** @type {net.AddressInfo} */ (server.address()).port;
}

/**
 * @param {net.Server} server
 * @returns {Promise<void>}
 */
function close(server) {
	return new Promise((resolve) => server.close(() => resolve()));
}

module.exports = { LOOPBACK, freePorts, isFree };
