import os from 'node:os';
import path from 'node:path';

/** The clone's own folder. */
export const projectFolder = path.resolve(__dirname, '..', '..');

/** What this clone's runs keep between each other; ignored by git. */
export const cloneCacheFolder = path.join(projectFolder, '.cache');

/** The folder all clones of this project share on this machine. */
export function sharedCacheFolder(): string {
	return path.join(userCacheFolder(), 'n8n-nodes-service-desk-triggers');
}

/** Where this operating system keeps a user's caches. */
function userCacheFolder(): string {
	const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
	if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
	if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
	if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
	return path.join(os.homedir(), '.cache');
}
