const { execFileSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { dest, parallel, series, src } = require('gulp');
require('tsx/cjs/api').register();

const { writeCatalogues } = require('./scripts/build/catalogues');
const { writeOutputSchemas } = require('./scripts/build/output-schemas');
const { writePublicTypes } = require('./scripts/build/public-types');
const { bundleIpaddr } = require('./scripts/build/bundle-ipaddr');

const clean = async () => rmSync('dist', { recursive: true, force: true });

const compile = async () => {
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.'], {
		stdio: 'inherit',
	});
};

/** Icons and codex files, where n8n looks for them: beside the node. */
const copyAssets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));

/** What the package itself exports. */
const writeIndex = async () => {
	writeCatalogues('dist');
	writePublicTypes('dist');
};

exports.build = series(
	clean,
	compile,
	parallel(copyAssets, writeOutputSchemas, writeIndex, bundleIpaddr),
);
exports.default = exports.build;
