'use strict';

// Plain JavaScript like guard-process.js, which loads it: that is a process beside each n8n, where
// tsx would keep a compiler running.

const { spawnSync } = require('node:child_process');

/** Windows has no process groups; there a process's descendants are ended by `taskkill`. */
const hasGroups = process.platform !== 'win32';

/**
 * Ends a process and all it started, at once.
 *
 * @param {number | undefined} leader The process id of one started with `detached: hasGroups`.
 */
function killGroup(leader) {
	if (!leader) return;
	try {
		if (hasGroups) process.kill(-leader, 'SIGKILL');
		else spawnSync('taskkill', ['/pid', String(leader), '/T', '/F'], { windowsHide: true });
	} catch {
		// Already gone.
	}
}

module.exports = { hasGroups, killGroup };
