import { readFileSync } from 'fs';
import { join } from 'path';

import { entriesOf } from '../../../scripts/release/changelog';
import { reasonsAgainst, type Release } from '../../../scripts/release/check';
import { isRepository, repositoryOf, withRepository } from '../../../scripts/release/repository';

const ROOT = join(__dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-12-01

### Added

- A service.

## [1.1.0] - 2026-11-01

### Fixed

- A slip.

[1.2.0]: https://example.com/1.2.0
`;

const release = (changes: Partial<Release> = {}): Release => ({
	tag: 'v1.2.0',
	manifest: {
		name: 'n8n-nodes-service-desk-triggers',
		version: '1.2.0',
		author: { name: 'Nathan', email: 'nathan@example.com' },
		repository: { url: 'git+https://github.com/someone/triggers.git' },
	},
	changelog: CHANGELOG,
	runsIn: 'someone/triggers',
	npm: '11.6.2',
	...changes,
});

const withManifest = (changes: Partial<Release['manifest']>) =>
	release({ manifest: { ...release().manifest, ...changes } });

describe('A release', () => {
	it('is allowed when tag, repository, changelog, and npm match', () => {
		expect(reasonsAgainst(release())).toEqual([]);
		expect(reasonsAgainst(release({ runsIn: undefined }))).toEqual([]);
	});

	it('is refused while package.json names the placeholder repository', () => {
		const url = 'git+https://github.com/service-desk-triggers/triggers.git';

		expect(
			reasonsAgainst({
				...withManifest({ repository: { url } }),
				runsIn: 'service-desk-triggers/triggers',
			}),
		).toEqual([
			'package.json still names the placeholder service-desk-triggers/triggers: run npm run set-repository.',
		]);
	});

	it.each([
		['with another tag', release({ tag: 'v1.2.1' }), /^The tag is v1\.2\.1, but/],
		[
			'from another repository',
			release({ runsIn: 'else/triggers' }),
			/^package\.json names someone\//,
		],
		[
			'without a repository',
			withManifest({ repository: { url: 'https://example.com' } }),
			/^package\.json names no repository/,
		],
		[
			'without an entry in the changelog',
			{ ...withManifest({ version: '1.3.0' }), tag: 'v1.3.0' },
			/^CHANGELOG\.md has no version 1\.3\.0/,
		],
		[
			'without a date in the changelog',
			release({ changelog: CHANGELOG.replace(' - 2026-12-01', '') }),
			/^CHANGELOG\.md has no date for 1\.2\.0/,
		],
		[
			'when the changelog lists it below another version',
			{ ...withManifest({ version: '1.1.0' }), tag: 'v1.1.0' },
			/^CHANGELOG\.md has 1\.1\.0 below 1\.2\.0/,
		],
		[
			'with an npm that knows no trusted publishers',
			release({ npm: '11.5.0' }),
			/^npm 11\.5\.0 knows/,
		],
		['with npm 10', release({ npm: '10.9.4' }), /^npm 10\.9\.4 knows/],
	])('is refused %s', (_what, refused, reason) => {
		expect(reasonsAgainst(refused)).toEqual([expect.stringMatching(reason)]);
	});

	it('takes its text from its entry in the changelog', () => {
		expect(entriesOf(CHANGELOG)).toEqual([
			{ version: 'Unreleased', date: undefined, text: '' },
			{ version: '1.2.0', date: '2026-12-01', text: '### Added\n\n- A service.' },
			{ version: '1.1.0', date: '2026-11-01', text: '### Fixed\n\n- A slip.' },
		]);
	});
});

describe("The project's repository", () => {
	const manifest = JSON.parse(read('package.json')) as Release['manifest'];
	const repository = repositoryOf(manifest)!;

	it('is on GitHub, and the links in package.json lead there', () => {
		expect(isRepository(repository)).toBe(true);
		expect(manifest).toMatchObject({
			homepage: `https://github.com/${repository}#readme`,
			bugs: { url: `https://github.com/${repository}/issues` },
		});
	});

	it('is replaced in every link, but not in text that only looks similar', () => {
		const text =
			'https://github.com/a/b-c/blob/main git+https://github.com/a/b-c.git https://github.com/a/b-c-d n8n.a/b-c';

		expect(withRepository(text, 'a/b-c', 'x/y')).toBe(
			'https://github.com/x/y/blob/main git+https://github.com/x/y.git https://github.com/a/b-c-d n8n.a/b-c',
		);
	});
});

describe('CHANGELOG.md', () => {
	/** https://keepachangelog.com/en/1.1.0/ */
	const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
	const entries = entriesOf(read('CHANGELOG.md'));

	it('starts with the unreleased changes and dates every version', () => {
		expect(entries[0].version).toBe('Unreleased');
		for (const { version, date } of entries.slice(1)) {
			expect(version).toMatch(/^\d+\.\d+\.\d+$/);
			expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		}
	});

	it('lists every change under a known kind, in a fixed order', () => {
		for (const { text } of entries) {
			const kinds = [...text.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);
			expect(kinds).toEqual(KINDS.filter((kind) => kinds.includes(kind)));
			const loose = text.split(/^### /m)[0].split('\n');
			expect(loose.filter((line) => line.startsWith('- '))).toEqual([]);
		}
	});
});
