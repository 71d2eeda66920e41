'use strict';

// n8n-workflow depends on isolated-vm, which Node.js older than 24 cannot build: `npm ci` would
// fail there. It is for n8n's expression engine "vm" alone, which nothing in this clone turns on;
// the n8n that `npm start` installs has the real one. The version in package.json has to satisfy
// what @n8n/expression-runtime asks for, so that npm takes this package for it.
throw new Error(
	'isolated-vm is not installed in this clone: use the expression engine "legacy" here, or the ' +
		'n8n of npm start.',
);
