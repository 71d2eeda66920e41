import regexp from 'eslint-plugin-regexp';
import globals from 'globals';
import tseslint from 'typescript-eslint';

import { n8nBase, n8nCommunity } from './scripts/n8n/rules/rules.mjs';

/** The code that runs inside n8n: all of n8n's rules hold there. */
const NODE_CODE = ['nodes/**/*.ts', 'credentials/**/*.ts', 'receiver/**/*.ts', 'index.ts'];

/**
 * Two rules of the older set contradict the newer set (a documentation URL must be a URL, outputs must be
 * NodeConnectionTypes): n8n's own scan switches them off in the same way.
 */
const CONTRADICTED = [
	'cred-class-field-documentation-url-miscased',
	'node-class-description-outputs-wrong',
];

/** n8n's older rule set, by kind of file. */
const n8nBaseRules = (prefix) => ({
	plugins: { 'n8n-nodes-base': n8nBase },
	rules: Object.fromEntries(
		Object.keys(n8nBase.rules)
			.filter((rule) => rule.startsWith(prefix) && !CONTRADICTED.includes(rule))
			.map((rule) => [`n8n-nodes-base/${rule}`, 'error']),
	),
});

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', '.cache/', 'scripts/n8n/runtime/'] },
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	// A long text must not freeze the process: its time with an expression grows no faster than it does.
	{
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': 'error',
			'regexp/no-super-linear-move': 'error',
		},
	},
	{
		files: ['**/*.ts', '**/*.js'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			globals: globals.node,
			parserOptions: {
				projectService: { allowDefaultProject: ['*.js', 'test/support/realN8n/*.js'] },
			},
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-shadow': ['error', { builtinGlobals: true, hoist: 'all' }],
		},
	},
	// n8n's interfaces ask for async methods, whether they wait for anything or not.
	{ files: ['**/*.ts', '**/*.js'], rules: { '@typescript-eslint/require-await': 'off' } },
	// What comes back from n8n or goes to it is JSON of any shape, in a test.
	{
		files: ['**/*.js', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
		rules: Object.fromEntries(
			[
				'no-explicit-any',
				'no-unsafe-argument',
				'no-unsafe-assignment',
				'no-unsafe-call',
				'no-unsafe-member-access',
				'no-unsafe-return',
				'no-base-to-string',
				'unbound-method',
			].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
		),
	},
	// Plain JavaScript is what runs before anything is installed, or what others load: CommonJS.
	{
		files: ['**/*.js'],
		languageOptions: { sourceType: 'commonjs' },
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
	{ ...n8nCommunity.configs.recommended, files: [...NODE_CODE, 'package.json'] },
	{ files: ['nodes/**/*.ts', 'receiver/**/*.ts'], ...n8nBaseRules('node-') },
	{ files: ['credentials/**/*.ts'], ...n8nBaseRules('cred-') },
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		...n8nBaseRules('community-package-json-'),
	},
);
