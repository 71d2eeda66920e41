'use strict';

const http = require('node:http');
const https = require('node:https');

/**
 * @typedef {object} Outcome
 * @property {number | undefined} status Undefined where there was no answer.
 * @property {string} text The answer's body, or why there was none.
 * @property {number} milliseconds
 */

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {number} timeoutSeconds
 */

/**
 * @param {string} url
 * @param {number} connections
 * @returns {http.Agent} Keeps so many connections open; to be destroyed at the end.
 */
function openConnections(url, connections) {
	const { Agent } = new URL(url).protocol === 'https:' ? https : http;
	return new Agent({ keepAlive: true, maxSockets: connections });
}

/**
 * Sends a request and waits for its answer as long as the service does.
 *
 * @param {http.Agent} agent
 * @param {Request} request
 * @returns {Promise<Outcome>} Never rejects.
 */
async function deliver(agent, { method, url, headers, body, timeoutSeconds }) {
	const started = performance.now();
	const { request } = new URL(url).protocol === 'https:' ? https : http;
	const length = { 'Content-Length': String(Buffer.byteLength(body)) };
	const signal = AbortSignal.timeout(timeoutSeconds * 1000);
	try {
		const { status, text } = await new Promise((resolve, reject) => {
			const sent = request(
				url,
				{ agent, method, headers: { ...headers, ...(body && length) }, signal },
				(response) => resolve(readAnswer(response)),
			);
			sent.once('error', reject);
			sent.end(body);
		});
		return { status, text, milliseconds: performance.now() - started };
	} catch (reason) {
		return {
			status: undefined,
			text: whyNone(reason, timeoutSeconds),
			milliseconds: performance.now() - started,
		};
	}
}

/**
 * @param {http.IncomingMessage} response
 * @returns {Promise<{ status: number | undefined, text: string }>}
 */
async function readAnswer(response) {
	/** @type {Buffer[]} */
	const chunks = [];
	for await (const chunk of response) chunks.push(chunk);
	return { status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') };
}

/**
 * @param {unknown} reason
 * @param {number} timeoutSeconds
 * @returns {string}
 */
function whyNone(reason, timeoutSeconds) {
	const { code = '', name, message } = /** @type {NodeJS.ErrnoException} */ (reason);
	if (name === 'AbortError') return `no answer within ${timeoutSeconds} s`;
	if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
	if (code === 'ENOTFOUND') return 'there is no such host (ENOTFOUND)';
	return code ? `${message} (${code})` : message;
}

/**
 * @param {Outcome} outcome
 * @returns {boolean}
 */
function isTaken({ status }) {
	return status !== undefined && status >= 200 && status < 300;
}

module.exports = { deliver, isTaken, openConnections };
