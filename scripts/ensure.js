'use strict';

// `node scripts/ensure.js`: installs the development dependencies if they are missing, and with
// `rules` n8n's lint rules and scan as well.
require('./lib/require-node-20');

const { main } = require('./lib/main');

main(async () => {
	const { ensureInstalled, ensureRules } = require('./install');
	await ensureInstalled();
	if (process.argv.includes('rules')) await ensureRules();
});
