'use strict';

const { connect } = require('node:net');

/** The Postgres that tests use: the machine's own, unless the usual variables say otherwise. */
const POSTGRES = {
	host: process.env.PGHOST ?? '127.0.0.1',
	port: Number(process.env.PGPORT ?? 5432),
	user: process.env.PGUSER ?? 'postgres',
	password: process.env.PGPASSWORD ?? '',
};

/** The Redis that tests use. */
const REDIS = {
	host: process.env.REDIS_HOST ?? '127.0.0.1',
	port: Number(process.env.REDIS_PORT ?? 6379),
};

const ANSWERS_WITHIN_MS = 2000;

/**
 * @param {{ host: string, port: number }} address
 * @returns {Promise<boolean>} Whether somebody listens there.
 */
async function isThere({ host, port }) {
	return await new Promise((resolve) => {
		const socket = connect({ host, port, timeout: ANSWERS_WITHIN_MS });
		/** @param {boolean} outcome */
		const settle = (outcome) => {
			socket.destroy();
			resolve(outcome);
		};
		socket.once('connect', () => settle(true));
		socket.once('error', () => settle(false));
		socket.once('timeout', () => settle(false));
	});
}

/**
 * @returns {Promise<string | undefined>} Why tests that need Postgres and Redis cannot run here,
 * undefined when they can.
 */
async function missingServices() {
	const missing = [
		...((await isThere(POSTGRES)) ? [] : [`Postgres at ${POSTGRES.host}:${POSTGRES.port}`]),
		...((await isThere(REDIS)) ? [] : [`Redis at ${REDIS.host}:${REDIS.port}`]),
	];
	return missing.length > 0 ? `there is no ${missing.join(' and no ')}` : undefined;
}

module.exports = { missingServices, POSTGRES, REDIS };
