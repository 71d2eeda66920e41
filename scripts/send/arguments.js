'use strict';

const { parseArgs } = require('node:util');

const { Halt } = require('../lib/halt');
const { SERVICES, eventsOf } = require('./services');

const OPTIONS = /** @type {const} */ ({
	all: { type: 'boolean' },
	connections: { type: 'string' },
	count: { type: 'string' },
	event: { type: 'string' },
	every: { type: 'string' },
	handshake: { type: 'boolean' },
	header: { type: 'string', multiple: true },
	help: { type: 'boolean' },
	list: { type: 'boolean' },
	repeat: { type: 'string' },
	secret: { type: 'string' },
	service: { type: 'string' },
	token: { type: 'string' },
	url: { type: 'string' },
});

const HELP = `Sends sample deliveries to a trigger's URL, as the services send them.

  npm run send -- --list [--service supportbee]
  npm run send -- --service glassix --event NEW_TICKET --url <URL> --secret <API Secret>
  npm run send -- --service socialboards --handshake --url <URL> --secret <Verify Token>

  --service      glartek, glassix, socialboards or supportbee
  --url          the webhook URL as the trigger shows it, of test or of production
  --event        an event of the service; --list shows all
  --all          instead of --event: one delivery of each event
  --secret       Glassix: the API Secret; SocialBoards: the Verify Token, for --handshake
  --token        Glartek, SocialBoards, SupportBee: the URL Token
  --header       "Name: value", sent with each delivery; as often as needed
  --repeat       how often each delivery is sent again, byte for byte, as after a missed answer
  --every        how long to wait before each of those, such as 500ms, 1s or 2m (1s by default)
  --count        how many deliveries, each a new event
  --connections  how many connections at a time (10 by default)
  --handshake    confirms the URL as SocialBoards does`;

const DEFAULT_EVERY_MS = 1000;
const DEFAULT_CONNECTIONS = 10;
const MAX_CONNECTIONS = 1000;
const MAX_COUNT = 1_000_000;

/** @type {Record<string, number>} */
const UNITS = { ms: 1, s: 1000, m: 60_000 };

/**
 * @typedef {{ kind: 'help' }} HelpTask
 * @typedef {{ kind: 'list', services: string[] }} ListTask
 * @typedef {{ kind: 'handshake', service: string, url: string, token?: string, secret: string }} HandshakeTask
 *
 * @typedef {object} Target
 * @property {string} service
 * @property {string} url
 * @property {string} [token]
 * @property {string} [secret]
 * @property {Record<string, string>} headers
 * @property {string[]} events
 *
 * @typedef {Target & { kind: 'single', repeat: number, everyMs: number }} SingleTask
 * @typedef {Target & { kind: 'load', count: number, connections: number }} LoadTask
 * @typedef {HelpTask | ListTask | HandshakeTask | SingleTask | LoadTask} Task
 */

/**
 * @param {string[]} args
 * @returns {Task}
 * @throws {Halt} With one sentence on the first argument that is wrong.
 */
function readArguments(args) {
	const values = parse(args);
	if (values.help || args.length === 0) return { kind: 'help' };
	if (values.list) return readList(values);
	const service = readService(values.service);
	return values.handshake ? readHandshake(service, values) : readDeliveries(service, values);
}

/** @typedef {{ [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name] extends { multiple: true } ? string[] : (typeof OPTIONS)[Name]['type'] extends 'boolean' ? boolean : string }} Values */

/**
 * @param {string[]} args
 * @returns {Values}
 */
function parse(args) {
	const { values, tokens } = parseArgs({
		args,
		options: OPTIONS,
		strict: false,
		allowPositionals: true,
		tokens: true,
	});
	/** @type {Set<string>} */
	const seen = new Set();
	for (const token of tokens) {
		if (token.kind === 'option') {
			checkOption(token, seen);
			seen.add(token.name);
		} else if (token.kind === 'positional') {
			throw new Halt(
				`"${token.value}" belongs to no option: put a value with spaces in quotes, ` +
					'and see npm run send -- --help.',
			);
		}
	}
	return /** @type {Values} */ (values);
}

/**
 * @param {{ name: string, rawName: string, value?: string, inlineValue?: boolean }} option
 * @param {Set<string>} seen
 */
function checkOption({ name, rawName, value, inlineValue }, seen) {
	if (!Object.hasOwn(OPTIONS, name)) {
		throw new Halt(`There is no option ${rawName}: npm run send -- --help shows all there are.`);
	}
	const { type, ...more } = OPTIONS[/** @type {keyof typeof OPTIONS} */ (name)];
	if (type === 'boolean' && value !== undefined) {
		throw new Halt(`${rawName} takes no value: leave "=${value}" out.`);
	}
	const isNext = !inlineValue && value?.startsWith('--');
	if (type === 'string' && (value === undefined || value === '' || isNext)) {
		throw new Halt(`${rawName} needs a value. If it starts with --, write ${rawName}=value`);
	}
	if (seen.has(name) && !('multiple' in more)) {
		throw new Halt(`${rawName} is given more than once: give it once.`);
	}
}

/**
 * @param {Values} values
 * @returns {ListTask}
 */
function readList({ list, service, ...others }) {
	const [other] = Object.keys(others);
	if (other) throw new Halt(`--list goes with --service alone: leave --${other} out.`);
	return {
		kind: 'list',
		services: service === undefined ? Object.keys(SERVICES) : [readService(service)],
	};
}

/**
 * @param {string | undefined} asked
 * @returns {string}
 */
function readService(asked) {
	const known = Object.keys(SERVICES).join(', ');
	if (asked === undefined) throw new Halt(`Say which service is to send: --service ${known}.`);
	const service = asked.toLowerCase();
	if (Object.hasOwn(SERVICES, service)) return service;
	throw new Halt(`There is no service "${asked}": choose one of ${known}.`);
}

/**
 * @param {string} service
 * @param {Values} values
 * @returns {HandshakeTask}
 */
function readHandshake(service, { handshake, service: _, url, secret, token, ...others }) {
	const { name, secret: kind } = SERVICES[service];
	if (kind !== 'verify token') {
		throw new Halt(`${name} has no handshake; only SocialBoards has one.`);
	}
	const [other] = Object.keys(others);
	if (other) throw new Halt(`--handshake sends no event: leave --${other} out.`);
	if (secret === undefined) {
		throw new Halt("Give the credential's Verify Token by --secret: the handshake includes it.");
	}
	return { kind: 'handshake', service, url: readUrl(url), secret, token };
}

/**
 * @param {string} service
 * @param {Values} values
 * @returns {SingleTask | LoadTask}
 */
function readDeliveries(service, values) {
	const { name, secret: kind, hasUrlToken } = SERVICES[service];
	const { secret, token } = values;
	const target = {
		service,
		url: readUrl(values.url),
		token,
		secret,
		headers: readHeaders(values.header ?? []),
		events: readEvents(service, values),
	};
	if (kind === undefined && secret !== undefined) {
		throw new Halt(
			`${name} doesn't sign its requests: give its URL Token by --token instead of --secret.`,
		);
	}
	if (kind === 'verify token' && secret !== undefined) {
		throw new Halt(
			`${name} sends its Verify Token only in the handshake: give the URL Token by --token, ` +
				'or add --handshake.',
		);
	}
	if (!hasUrlToken && token !== undefined) {
		throw new Halt(`${name} has no URL Token: give its API Secret by --secret instead.`);
	}
	if (kind === 'signature' && secret === undefined && values.header === undefined) {
		throw new Halt(
			`${name} signs its requests: give the credential's API Secret by --secret, ` +
				'or its headers by --header.',
		);
	}
	return values.count === undefined
		? { kind: 'single', ...target, ...readRepeats(values) }
		: { kind: 'load', ...target, ...readLoad(values) };
}

/**
 * @param {string | undefined} asked
 * @returns {string}
 */
function readUrl(asked) {
	if (asked === undefined) {
		throw new Halt("Say where to send to: --url and the webhook URL from the trigger's panel.");
	}
	const url = URL.canParse(asked) ? new URL(asked) : undefined;
	if (!url || !['http:', 'https:'].includes(url.protocol)) {
		throw new Halt(
			`"${asked}" is not a URL: copy the whole of it from the trigger's panel, with its https://`,
		);
	}
	return asked.split('#', 1)[0] ?? '';
}

/**
 * @param {string} service
 * @param {Values} values
 * @returns {string[]}
 */
function readEvents(service, { all, event: asked }) {
	const { name } = SERVICES[service];
	const known = eventsOf(service);
	if (all && asked !== undefined) {
		throw new Halt('--all sends every event and --event a single one: give one of the two.');
	}
	if (all) return known;
	if (asked === undefined) {
		throw new Halt(
			`Say which event to send: --event ${known[0]}, another one of ` +
				`npm run send -- --list --service ${service}, or --all.`,
		);
	}
	const event = known.find((other) => other.toLowerCase() === asked.toLowerCase());
	if (event) return [event];
	throw new Halt(`There is no event "${asked}" of ${name}: choose one of ${known.join(', ')}.`);
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;

/** What would change how much of the body is read. */
const NOT_FOR_USERS = ['connection', 'content-length', 'host', 'transfer-encoding'];

/**
 * @param {string[]} headers
 * @returns {Record<string, string>}
 */
function readHeaders(headers) {
	return Object.fromEntries(
		headers.map((header) => {
			const [, name = '', value = ''] = HEADER.exec(header) ?? [];
			if (name === '') {
				throw new Halt(`"${header}" is not a header: write --header "Name: value", in quotes.`);
			}
			if (NOT_FOR_USERS.includes(name.toLowerCase())) {
				throw new Halt(`The header ${name} follows from the delivery: leave it out.`);
			}
			return [name, value.trim()];
		}),
	);
}

/**
 * @param {Values} values
 * @returns {{ repeat: number, everyMs: number }}
 */
function readRepeats({ repeat, every, connections }) {
	if (connections !== undefined) {
		throw new Halt('--connections goes with --count: add --count 1000, say.');
	}
	if (repeat === undefined && every !== undefined) {
		throw new Halt('--every goes with --repeat: add --repeat 3, say.');
	}
	return {
		repeat: repeat === undefined ? 0 : readNumber('repeat', repeat, 100),
		everyMs: every === undefined ? DEFAULT_EVERY_MS : readDuration(every),
	};
}

/**
 * @param {Values} values
 * @returns {{ count: number, connections: number }}
 */
function readLoad({ count = '', connections, repeat, every }) {
	if (repeat !== undefined || every !== undefined) {
		throw new Halt(
			'--count sends each event once and --repeat one event again: give one of the two.',
		);
	}
	return {
		count: readNumber('count', count, MAX_COUNT),
		connections:
			connections === undefined
				? DEFAULT_CONNECTIONS
				: readNumber('connections', connections, MAX_CONNECTIONS),
	};
}

/**
 * @param {string} option
 * @param {string} text
 * @param {number} most
 * @returns {number}
 */
function readNumber(option, text, most) {
	const number = /^\d+$/.test(text) ? Number(text) : 0;
	if (number >= 1 && number <= most) return number;
	throw new Halt(`--${option} takes a whole number from 1 to ${most}, not "${text}".`);
}

/**
 * @param {string} text
 * @returns {number} Milliseconds.
 */
function readDuration(text) {
	const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
	if (unit) return Number(amount) * UNITS[unit];
	throw new Halt(`--every takes a time such as 500ms, 1s or 2m, not "${text}".`);
}

module.exports = { HELP, readArguments };
