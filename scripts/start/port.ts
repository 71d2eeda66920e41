import { parseArgs } from 'node:util';

import { Halt } from '../lib/halt';
import { isFree } from '../lib/ports';

const DEFAULT_PORT = 5678;
const HIGHEST_PORT = 65535;

/**
 * @param args `--port 5679` or `--port=5679`; the variable PORT counts otherwise.
 * @returns A port nothing listens on.
 */
export async function choosePort(args: string[]): Promise<number> {
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

function portOption(args: string[]): string | undefined {
	try {
		return parseArgs({ args, options: { port: { type: 'string' } } }).values.port;
	} catch {
		throw new Halt(`npm start has no option "${args.join(' ')}": use npm start -- --port 5679`);
	}
}
