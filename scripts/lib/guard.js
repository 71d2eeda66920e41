'use strict';

const { spawn } = require('node:child_process');

/**
 * Watches over a process group from outside: should this process end in any way, even by SIGKILL,
 * before the guard is dismissed, the group is ended and the folders are removed.
 *
 * @param {number} leader Process id of the group's leader.
 * @param {string[]} folders To be removed with it.
 * @returns {() => void} Dismisses the guard.
 */
function guard(leader, folders) {
	const watcher = spawn(
		process.execPath,
		[require.resolve('./guard-process'), String(leader), ...folders],
		{ detached: true, stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true },
	);
	watcher.on('error', () => {});
	watcher.stdin.on('error', () => {});
	watcher.unref();
	return () => {
		watcher.stdin.end('dismissed');
	};
}

module.exports = { guard };
