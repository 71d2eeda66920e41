'use strict';

/*
 * What the package adds to n8n's start, in a process of its own: n8n-workflow is there already, as in n8n.
 * Prints one line of JSON.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

const first = performance.now();
require('n8n-workflow');
const workflow = performance.now() - first;

const load = createRequire(path.resolve('package.json'));
const { n8n } = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8'));

/**
 * Loads and makes what a file of n8n's list holds, as n8n does.
 * @param {string} file
 */
const make = (file) => {
	const [name] = path.basename(file).split('.');
	const made = load(path.resolve(file));
	new made[name]();
};

globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const start = performance.now();
const only = process.argv[2];
const files = [...n8n.credentials, ...n8n.nodes].filter((file) => !only || file.includes(only));
for (const file of files) make(file);
const milliseconds = performance.now() - start;
globalThis.gc?.();
const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;

/** Services whose code was loaded. */
const loaded = Object.keys(load.cache)
	.map((file) => /dist\/nodes\/([^/]+)\//.exec(file.replaceAll('\\', '/'))?.[1])
	.filter((name) => name !== undefined);
console.log(JSON.stringify({ workflow, milliseconds, megabytes, services: [...new Set(loaded)] }));
