'use strict';

const { rmSync } = require('node:fs');

const { killGroup } = require('./kill-group');

// The other end of stdin belongs to the process that asked for the guard, so stdin ends when that
// process does, however it ends. See guard.ts.
const [leader, ...folders] = process.argv.slice(2);
let dismissed = false;

process.stdin.on('data', () => {
	dismissed = true;
});
process.stdin.on('close', () => {
	if (dismissed) return;
	killGroup(Number(leader));
	for (const folder of folders) {
		rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	}
});

// Ctrl-C and a closed terminal are for the guarded ones; the guard is there to come after them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
