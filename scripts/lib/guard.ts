import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * Watches over a process group from outside: should this process end in any way, even by SIGKILL,
 * before the guard is dismissed, the group is ended and the folders are removed.
 * @param leader Process id of the group's leader.
 * @returns Dismisses the guard.
 */
export function guard(leader: number, folders: string[]): () => void {
	const watcher = spawn(
		process.execPath,
		[path.join(__dirname, 'guard-process.js'), String(leader), ...folders],
		{ detached: true, stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true },
	);
	watcher.on('error', () => {});
	watcher.stdin.on('error', () => {});
	watcher.unref();
	return () => void watcher.stdin.end('dismissed');
}
