'use strict';

// Loaded into an n8n under test: what its Slack node sends to Slack goes to the server at SLACK_HERE.

const http = require('node:http');
const https = require('node:https');

const { hostname, port } = new URL(process.env.SLACK_HERE ?? '');
const { request } = https;

/** @type {any} */ (https).request = (/** @type {any} */ options, /** @type {any[]} */ ...rest) =>
	options.hostname === 'slack.com'
		? http.request(
				{ ...options, protocol: 'http:', hostname, host: hostname, port, agent: undefined },
				...rest,
			)
		: request(options, ...rest);
