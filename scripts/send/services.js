'use strict';

const { createHmac } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const { projectFolder } = require('../lib/paths');

/** One sample of each event lies here, in a folder per service. */
const FIXTURES = path.join(projectFolder, 'test', 'fixtures');

/** Samples in the shape of a vendor's own examples: of events that have a sample anyway. */
const OF_THE_DOCUMENTATION = /^documented-/;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/**
 * @typedef {object} SentService
 * @property {string} name As its users write it.
 * @property {number} timeoutSeconds How long it waits for an answer.
 * @property {'signature' | 'verify token' | undefined} secret What `--secret` is to it.
 * @property {boolean} hasUrlToken
 * @property {boolean} isEventInUrl Whether the event's name goes into the URL.
 * @property {readonly string[]} ids Where in a body ids stand, as dotted paths.
 * @property {string} [time] Where in a body the event's time stands.
 */

/** @type {Record<string, SentService>} */
const SERVICES = {
	glartek: {
		name: 'Glartek',
		timeoutSeconds: 10,
		secret: undefined,
		hasUrlToken: true,
		isEventInUrl: true,
		ids: ['action.id', 'workOrder.id'],
	},
	glassix: {
		name: 'Glassix',
		timeoutSeconds: 20,
		secret: 'signature',
		hasUrlToken: false,
		isEventInUrl: false,
		ids: ['changes.0.ticketId', 'changes.0.ticket.id'],
		time: 'dateTime',
	},
	socialboards: {
		name: 'SocialBoards',
		timeoutSeconds: 20,
		secret: 'verify token',
		hasUrlToken: true,
		isEventInUrl: false,
		ids: [
			'TicketId',
			'Events.0.Conversation.Id',
			'Events.0.ConversationId',
			'Events.0.NoteId',
			'Events.0.Ticket.Id',
			'Events.0.TicketId',
		],
	},
	supportbee: {
		name: 'SupportBee',
		timeoutSeconds: 10,
		secret: undefined,
		hasUrlToken: true,
		isEventInUrl: false,
		ids: [
			'payload.comment.id',
			'payload.reply.id',
			'payload.team_assignment.id',
			'payload.ticket.id',
			'payload.user_assignment.id',
		],
	},
};

/**
 * @param {string} service
 * @returns {string[]} The events there is a sample of, sorted.
 */
function eventsOf(service) {
	return readdirSync(path.join(FIXTURES, service))
		.filter((file) => file.endsWith('.json') && !OF_THE_DOCUMENTATION.test(file))
		.map((file) => file.replace(/\.json$/, ''))
		.sort();
}

/**
 * @param {string} service
 * @param {string} event
 * @returns {string} The sample's body, byte for byte.
 */
function sampleBody(service, event) {
	return readFileSync(path.join(FIXTURES, service, `${event}.json`), 'utf8');
}

/**
 * @param {string} service
 * @param {string} event
 * @param {number} number No other delivery's.
 * @returns {string} The sample's body as that of another event: with ids, and a time, of its own.
 */
function distinctBody(service, event, number) {
	const { ids, time } = SERVICES[service];
	const body = JSON.parse(sampleBody(service, event));
	for (const id of ids) replaceAt(body, id, number);
	if (time) replaceAt(body, time, timeOf(number));
	return JSON.stringify(body);
}

/**
 * @param {any} root
 * @param {string} dottedPath
 * @param {unknown} value Goes there if there is a value already.
 */
function replaceAt(root, dottedPath, value) {
	const keys = dottedPath.split('.');
	const last = keys.pop() ?? '';
	const holder = keys.reduce((found, key) => found?.[key], root);
	if (holder?.[last] !== undefined) holder[last] = value;
}

/**
 * @param {number} number Microseconds.
 * @returns {string} As Glassix writes a time, to 100 nanoseconds.
 */
function timeOf(number) {
	const microseconds = String(number % 1000).padStart(3, '0');
	return new Date(Math.floor(number / 1000)).toISOString().replace('Z', `${microseconds}0Z`);
}

/**
 * @param {string} service
 * @param {string | Buffer} body
 * @param {string | undefined} secret
 * @param {Record<string, string>} own Headers the user asked for: they win.
 * @returns {Record<string, string>}
 */
function headersFor(service, body, secret, own) {
	const headers = { ...JSON_TYPE, ...own };
	if (SERVICES[service].secret !== 'signature' || secret === undefined) return headers;
	/** @param {string | Buffer} text */
	const sign = (text) => `sha1=${createHmac('sha1', secret).update(text).digest('hex')}`;
	const date = new Date().toUTCString();
	return {
		...JSON_TYPE,
		'X-Hub-Signature': sign(body),
		'X-Glassix-Auth-Date': date,
		'X-Glassix-Auth-Signature': sign(date),
		...own,
	};
}

/**
 * @param {string} url
 * @param {Record<string, string | undefined>} parameters
 * @returns {string} The URL with these in its query, unless they are undefined.
 */
function withQuery(url, parameters) {
	const added = Object.entries(parameters).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	if (added.length === 0) return url;
	return `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`;
}

/**
 * @param {string} service
 * @param {string} event
 * @param {{ url: string, token?: string }} target
 * @returns {string} Where the event's deliveries go: the URL as one enters it in the service.
 */
function urlFor(service, event, { url, token }) {
	const names = new URL(url).searchParams;
	const isToBeNamed = SERVICES[service].isEventInUrl && !names.has('event');
	return withQuery(url, { token, event: isToBeNamed ? event : undefined });
}

module.exports = {
	SERVICES,
	distinctBody,
	eventsOf,
	headersFor,
	sampleBody,
	urlFor,
	withQuery,
};
