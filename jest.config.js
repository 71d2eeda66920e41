'use strict';

const SECOND = 1000;

/** @type {import('jest').Config} */
const shared = {
	rootDir: __dirname,
	cacheDirectory: '<rootDir>/.cache/jest',
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				swcrc: false,
				sourceMaps: 'inline',
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/'],
};

/**
 * One project per folder of `test/`.
 *
 * @param {string} kind
 * @param {import('jest').Config} [own]
 * @returns {import('jest').Config}
 */
const project = (kind, own = {}) => ({
	...shared,
	displayName: kind,
	testMatch: [`<rootDir>/test/${kind}/**/*.test.ts`],
	...own,
});

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit'),
		project('integration'),
		project('e2e', {
			globalSetup: '<rootDir>/test/support/realN8n/global-setup.ts',
			globalTeardown: '<rootDir>/test/support/realN8n/global-teardown.ts',
		}),
		project('browser', {
			globalSetup: '<rootDir>/test/support/realN8n/global-setup.ts',
			globalTeardown: '<rootDir>/test/support/realN8n/global-teardown.ts',
		}),
		project('restarts'),
		project('queue'),
		project('publish'),
	],
	// jest heeds these here alone, not in a project.
	testTimeout: 120 * SECOND,
	// Many tests wait: while one does, another file has the core.
	maxWorkers: '100%',
	collectCoverageFrom: ['{credentials,nodes,receiver}/**/*.ts'],
};
