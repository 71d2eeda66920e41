import { readFileSync } from 'node:fs';
import path from 'node:path';

/** How one version of n8n is installed. */
export interface N8nVersion {
	version: string;
	/** The versions of Node.js that it runs on: what its `engines` say. */
	node: string;
	/** Packages whose newest version it does not get on with, or that a registry may lack. */
	overrides: Record<string, string>;
	/** Packages that npm would else install in another version. */
	dependencies: Record<string, string>;
	/** What whoever runs it has to set, and the pinned one does not need. */
	env?: Record<string, string>;
}

/** What `npm start` and the tests run. */
export const PINNED: N8nVersion = readPinned();

/** The spreadsheet library comes from a server of its own, linkedom's newest wants what is not there. */
const OLDER_OVERRIDES = { xlsx: '0.18.5', linkedom: '0.18.12' };

/** With `legacy-peer-deps`, npm puts an older one where Sentry's package looks for it, and n8n does not start. */
const OPENTELEMETRY = { '@opentelemetry/core': '2.1.0' };

/** The versions that the package is proved on, the oldest first. */
export const KNOWN: N8nVersion[] = [
	{
		version: '1.123.81',
		// Its isolated-vm does not build with Node.js 20.
		node: '>=22.16 <= 24.x',
		overrides: { ...OLDER_OVERRIDES, '@langchain/langgraph-checkpoint': '1.0.0' },
		dependencies: OPENTELEMETRY,
		// Without, deliveries at once get 500: it says itself at its start that this has to be set.
		env: { DB_SQLITE_POOL_SIZE: '3' },
	},
	{
		version: '2.8.4',
		node: '>=20.19 <= 24.x',
		overrides: { ...OLDER_OVERRIDES, '@langchain/langgraph-checkpoint': '1.0.0' },
		dependencies: OPENTELEMETRY,
	},
	{
		version: '2.20.12',
		node: '>=22.16',
		overrides: {
			...OLDER_OVERRIDES,
			'@langchain/langgraph': '1.2.0',
			'@langchain/langgraph-checkpoint': '1.0.4',
		},
		dependencies: OPENTELEMETRY,
	},
	{
		version: '2.35.7',
		node: '>=22.22',
		overrides: { ...OLDER_OVERRIDES, ...PINNED.overrides },
		dependencies: {},
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
	PINNED,
];

/** @returns The version's own row, or undefined where it has none. */
export function knownVersion(version: string): N8nVersion | undefined {
	return KNOWN.find((row) => row.version === version);
}

/**
 * A version that has no row is tried with what the newest one needs.
 * @param node What its `engines` say.
 */
export function likeTheNewest(version: string, node: string): N8nVersion {
	return { ...PINNED, version, node };
}

/** The variable that tells the end-to-end tests which n8n to run. */
export const TESTED_VERSION = 'TESTED_N8N';

/** What the end-to-end tests run: the pinned one, unless `npm run test:compat` says otherwise. */
export function testedVersion(): N8nVersion {
	const text = process.env[TESTED_VERSION];
	return text ? (JSON.parse(text) as N8nVersion) : PINNED;
}

/** The files that say what is pinned, where the newest version is raised. */
function readPinned(): N8nVersion {
	const read = (name: string) =>
		JSON.parse(readFileSync(path.join(__dirname, 'runtime', name), 'utf8'));
	const { dependencies, overrides } = read('package.json') as {
		dependencies: { n8n: string };
		overrides: Record<string, string>;
	};
	const { packages } = read('package-lock.json') as {
		packages: Record<string, { engines: { node: string } }>;
	};
	return {
		version: dependencies.n8n,
		node: packages['node_modules/n8n'].engines.node,
		overrides,
		dependencies: {},
	};
}
