'use strict';

// `npm test`: installs what is missing, then runs the tests, kind by kind.
require('./lib/require-node-20');

const { main } = require('./lib/main');

main(() => require('./test/run').runTests(process.argv.slice(2)));
