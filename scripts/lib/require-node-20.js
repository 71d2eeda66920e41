// Old syntax on purpose: this file has to be understood by the very Node versions it turns away.
'use strict';

var found = process.versions.node;
var parts = found.split('.').map(Number);
var isOld = parts[0] < 20 || (parts[0] === 20 && parts[1] < 15);

if (isOld) {
	console.log('This project needs Node.js 20.15 or newer and this is ' + found + ':');
	console.log('install a current version from https://nodejs.org and run the command again.');
	process.exit(1);
}

module.exports = {};
