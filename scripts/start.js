'use strict';

// `npm start`: a local n8n with this clone's triggers, ready to receive an event.
require('./lib/require-node-20');

const { main } = require('./lib/main');

main(() => require('./start/serve').serve(process.argv.slice(2)));
