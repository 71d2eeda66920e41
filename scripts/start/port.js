'use strict';

const { Halt } = require('../lib/halt');
const { isFree } = require('../lib/ports');

const DEFAULT_PORT = 5678;
const HIGHEST_PORT = 65535;

/**
 * @param {string[]} args `--port 5679` or `--port=5679`; the variable PORT counts otherwise.
 * @returns {Promise<number>} A port nothing listens on.
 * @throws {Halt} When the port is none or is taken.
 */
async function choosePort(args) {
	const asked = portOption(args) ?? process.env.PORT ?? String(DEFAULT_PORT);
	const port = Number(asked);
	if (!/^\d+$/.test(asked) || port < 1 || port > HIGHEST_PORT) {
		throw new Halt(`"${asked}" is not a port number: use npm start -- --port ${DEFAULT_PORT + 1}`);
	}
	if (await isFree(port)) return port;
	const other = port < HIGHEST_PORT ? port + 1 : DEFAULT_PORT;
	throw new Halt(
		`Port ${port} is in use by another program: choose another one with npm start -- --port ${other}`,
	);
}

/**
 * @param {string[]} args
 * @returns {string | undefined}
 * @throws {Halt} When there is an argument that is none of `npm start`.
 */
function portOption(args) {
	if (args.length === 0) return undefined;
	const [, port] = /^--port[= ](\S+)$/.exec(args.join(' ')) ?? [];
	if (port !== undefined) return port;
	throw new Halt(`npm start has no option "${args.join(' ')}": use npm start -- --port 5679`);
}

module.exports = { choosePort };
