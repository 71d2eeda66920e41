'use strict';

const os = require('node:os');
const path = require('node:path');

/** The clone's own folder. */
const projectFolder = path.resolve(__dirname, '..', '..');

/** What this clone's runs keep between each other; ignored by git. */
const cloneCacheFolder = path.join(projectFolder, '.cache');

/**
 * @returns {string} The folder all clones of this project share on this machine.
 */
function sharedCacheFolder() {
	return path.join(userCacheFolder(), 'n8n-nodes-service-desk-triggers');
}

/**
 * @returns {string} Where this operating system keeps a user's caches.
 */
function userCacheFolder() {
	const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
	if (process.platform === 'win32' && LOCALAPPDATA) return LOCALAPPDATA;
	if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
	if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
	return path.join(os.homedir(), '.cache');
}

module.exports = { cloneCacheFolder, projectFolder, sharedCacheFolder };
