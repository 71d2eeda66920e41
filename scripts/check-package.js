'use strict';

// `npm run check-package`: looks at what would be published, with n8n's own scan too.
require('./lib/require-node-20');

const { main } = require('./lib/main');

main(() => require('./check/check').checkPackage());
