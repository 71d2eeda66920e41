'use strict';

// `npm run send`: sends sample deliveries to a trigger's URL, as the services send them.
require('./lib/require-node-20');

const { ensureInstalled } = require('./install');
const { main } = require('./lib/main');

main(async () => {
	await ensureInstalled();
	require('tsx/cjs/api').register();
	return await require('./send/run').send(process.argv.slice(2));
});
