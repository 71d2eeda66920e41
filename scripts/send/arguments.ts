import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { Halt } from '../lib/halt';
import { SERVICES, eventsOf, sampleBody } from './services';

export const HELP = `Sends deliveries to a trigger's URL, as the services send them.

  npm run send -- list [--service supportbee]
  npm run send -- event --service glassix --event NEW_TICKET --url <URL> --secret <API Secret>
  npm run send -- load --service supportbee --all --count 1000 --url <URL> --token <URL Token>
  npm run send -- file body.json --service glassix --url <URL> --secret <API Secret>
  npm run send -- handshake --service socialboards --url <URL> --secret <Verify Token>

  list       shows the events that there is a sample of
  event      sends the sample of an event, or of --all events
  load       sends --count deliveries, each a new event
  file       sends the body in a file, byte for byte, signed anew
  handshake  confirms the URL as SocialBoards does

  --service      glartek, glassix, socialboards or supportbee
  --url          the webhook URL as the trigger shows it, of test or of production
  --event        event, load: an event of the service; file: what the URL or a header names
  --all          event, load: instead of --event, one delivery of each event
  --secret       Glassix: the API Secret; SocialBoards: the Verify Token, for a handshake
  --token        Glartek, SocialBoards, SupportBee: the URL Token
  --header       event, load, file: "Name: value", sent with each delivery; as often as needed
  --repeat       event, file: how often each delivery is sent again, byte for byte
  --every        event, file: how long to wait before each of those, such as 500ms, 1s or 2m
  --count        load: how many deliveries
  --connections  load: how many connections at a time (10 by default)`;

const one = { type: 'string' } as const;
const target = { service: one, url: one, token: one, secret: one };
const events = { event: one, all: { type: 'boolean' } } as const;
const headers = { header: { type: 'string', multiple: true } } as const;
const repeats = { repeat: one, every: one };

/** The options of each command. */
const COMMANDS = {
	list: { service: one },
	event: { ...target, ...events, ...headers, ...repeats },
	load: { ...target, ...events, ...headers, count: one, connections: one },
	file: { ...target, event: one, ...headers, ...repeats },
	handshake: target,
} satisfies Record<string, ParseArgsConfig['options']>;

type Command = keyof typeof COMMANDS;

interface Values {
	service?: string;
	url?: string;
	token?: string;
	secret?: string;
	event?: string;
	all?: boolean;
	header?: string[];
	repeat?: string;
	every?: string;
	count?: string;
	connections?: string;
}

/** Where deliveries go, and what shows that they are the service's. */
export interface Target {
	service: string;
	url: string;
	token?: string;
	secret?: string;
	headers: Record<string, string>;
}

/** Deliveries sent one after the other. */
export interface SingleTask extends Target {
	kind: 'single';
	bodies: Array<{ name: string; event: string; body: string | Buffer }>;
	repeat: number;
	everyMs: number;
}

export interface LoadTask extends Target {
	kind: 'load';
	events: string[];
	count: number;
	connections: number;
}

export interface HandshakeTask {
	kind: 'handshake';
	service: string;
	url: string;
	token?: string;
	secret: string;
}

type Task =
	{ kind: 'help' } | { kind: 'list'; services: string[] } | HandshakeTask | SingleTask | LoadTask;

const DEFAULT_EVERY_MS = 1000;
const DEFAULT_CONNECTIONS = 10;
const MOST = { repeat: 100, connections: 1000, count: 1_000_000 };
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** @throws With one sentence on the first argument that is wrong. */
export function readArguments([command = '--help', ...args]: string[]): Task {
	if ([command, ...args].includes('--help')) return { kind: 'help' };
	if (!Object.hasOwn(COMMANDS, command)) {
		throw new Halt(
			`"${command}" is nothing to send: begin with ${Object.keys(COMMANDS).join(', ')}, ` +
				'and see npm run send -- --help.',
		);
	}
	const { values, file } = parse(command as Command, args);
	if (command === 'list') {
		const { service: only } = values;
		return {
			kind: 'list',
			services: only === undefined ? Object.keys(SERVICES) : [readService(only)],
		};
	}
	const service = readService(values.service);
	if (command === 'handshake') return readHandshake(service, values);
	const to = readTarget(service, values);
	if (command === 'load') {
		if (values.count === undefined) {
			throw new Halt('Say how many deliveries to send: --count 1000, say.');
		}
		const count = readNumber('count', values.count);
		const connections = readNumber('connections', values.connections, DEFAULT_CONNECTIONS);
		return { kind: 'load', ...to, events: readEvents(service, values), count, connections };
	}
	const bodies =
		file === undefined
			? readEvents(service, values).map((event) => ({
					name: event,
					event,
					body: sampleBody(service, event),
				}))
			: [{ name: file, event: values.event ?? '', body: readBody(file) }];
	return { kind: 'single', ...to, bodies, ...readRepeats(values) };
}

/** What Node finds wrong, in a sentence that says what to do. */
const FIXES: Record<string, string> = {
	ERR_PARSE_ARGS_UNKNOWN_OPTION: 'npm run send -- --help shows all there are.',
	ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'a value that starts with - is given as --option=value.',
	ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: 'put a value with spaces in quotes.',
};

function parse(command: Command, args: string[]): { values: Values; file?: string } {
	const isOfFile = command === 'file';
	const parsed = parseStrictly(command, args, isOfFile);
	const { positionals, tokens } = parsed;
	const values: Values = parsed.values;
	const options = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
	const empty = options.find(({ value }) => value === '');
	if (empty) throw new Halt(`${empty.rawName} needs a value.`);
	const names = options.map(({ name }) => name).filter((name) => name !== 'header');
	const twice = names.find((name, place) => names.indexOf(name) !== place);
	if (twice) throw new Halt(`--${twice} is given more than once: give it once.`);
	if (isOfFile && positionals.length !== 1) {
		throw new Halt('Say which file holds the body: npm run send -- file body.json, say.');
	}
	return { values, file: positionals[0] };
}

function parseStrictly(command: Command, args: string[], allowPositionals: boolean) {
	const options: ParseArgsConfig['options'] = COMMANDS[command];
	try {
		return parseArgs({ args, options, allowPositionals, strict: true, tokens: true });
	} catch (reason) {
		const { code = '', message } = reason as NodeJS.ErrnoException;
		const [sentence = ''] = message.split(/\.(?:\s|$)/);
		throw new Halt(`${sentence}: ${FIXES[code] ?? 'see npm run send -- --help.'}`);
	}
}

function readService(asked: string | undefined): string {
	const known = Object.keys(SERVICES).join(', ');
	if (asked === undefined) throw new Halt(`Say which service is to send: --service ${known}.`);
	const service = asked.toLowerCase();
	if (Object.hasOwn(SERVICES, service)) return service;
	throw new Halt(`There is no service "${asked}": choose one of ${known}.`);
}

function readHandshake(service: string, { url, token, secret }: Values): HandshakeTask {
	const { name, secret: kind } = SERVICES[service];
	if (kind !== 'verify token') {
		throw new Halt(`${name} has no handshake; only SocialBoards has one.`);
	}
	if (secret === undefined) {
		throw new Halt("Give the credential's Verify Token by --secret: the handshake includes it.");
	}
	return { kind: 'handshake', service, url: readUrl(url), token, secret };
}

function readTarget(service: string, values: Values): Target {
	const { name, secret: kind, hasUrlToken } = SERVICES[service];
	const { secret, token, header } = values;
	const url = readUrl(values.url);
	const own = readHeaders(header ?? []);
	if (kind === undefined && secret !== undefined) {
		throw new Halt(
			`${name} doesn't sign its requests: give its URL Token by --token instead of --secret.`,
		);
	}
	if (kind === 'verify token' && secret !== undefined) {
		throw new Halt(
			`${name} sends its Verify Token only in the handshake: give the URL Token by --token, ` +
				'or write handshake first.',
		);
	}
	if (!hasUrlToken && token !== undefined) {
		throw new Halt(`${name} has no URL Token: give its API Secret by --secret instead.`);
	}
	if (kind === 'signature' && secret === undefined && header === undefined) {
		throw new Halt(
			`${name} signs its requests: give the credential's API Secret by --secret, ` +
				'or its headers by --header.',
		);
	}
	return { service, url, token, secret, headers: own };
}

function readUrl(asked: string | undefined): string {
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

function readEvents(service: string, { all, event: asked }: Values): string[] {
	const { name } = SERVICES[service];
	const known = eventsOf(service);
	if (all && asked !== undefined) {
		throw new Halt('--all sends every event and --event a single one: give one of the two.');
	}
	if (all) return known;
	if (asked === undefined) {
		throw new Halt(
			`Say which event to send: --event ${known[0]}, another one of ` +
				`npm run send -- list --service ${service}, or --all.`,
		);
	}
	const event = known.find((other) => other.toLowerCase() === asked.toLowerCase());
	if (event) return [event];
	throw new Halt(`There is no event "${asked}" of ${name}: choose one of ${known.join(', ')}.`);
}

function readBody(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch {
		throw new Halt(`The file ${file} could not be read: give the path of a body you captured.`);
	}
}

const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;

/** What would change how much of the body is read. */
const NOT_FOR_USERS = ['connection', 'content-length', 'host', 'transfer-encoding'];

function readHeaders(given: string[]): Record<string, string> {
	return Object.fromEntries(
		given.map((header) => {
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

function readRepeats({ repeat, every }: Values): { repeat: number; everyMs: number } {
	if (repeat === undefined && every !== undefined) {
		throw new Halt('--every goes with --repeat: add --repeat 3, say.');
	}
	return {
		repeat: readNumber('repeat', repeat, 0),
		everyMs: every === undefined ? DEFAULT_EVERY_MS : readDuration(every),
	};
}

function readNumber(option: keyof typeof MOST, text: string | undefined, none = 0): number {
	if (text === undefined) return none;
	const number = /^\d+$/.test(text) ? Number(text) : 0;
	if (number >= 1 && number <= MOST[option]) return number;
	throw new Halt(`--${option} takes a whole number from 1 to ${MOST[option]}, not "${text}".`);
}

/** In milliseconds. */
function readDuration(text: string): number {
	const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
	if (unit) return Number(amount) * UNITS[unit];
	throw new Halt(`--every takes a time such as 500ms, 1s or 2m, not "${text}".`);
}
