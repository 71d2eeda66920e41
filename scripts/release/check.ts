import { entriesOf } from './changelog';
import { isPlaceholder, repositoryOf, type Manifest } from './repository';

const NEWEST_FIRST = 'the newest first';

/** What a release is made of. */
export interface Release {
	/** Such as `v0.1.0`. */
	tag: string;
	manifest: Manifest;
	changelog: string;
	/** `owner/name` of the repository that the release runs in; undefined outside GitHub. */
	runsIn?: string;
	/** npm's version, as `npm --version` tells it. */
	npm: string;
}

/** From this on npm knows trusted publishers. */
const NPM = [11, 5, 1];

/**
 * @param release What is about to be published.
 * @returns One sentence for each reason not to publish it, and how to fix it; none when all fits together.
 */
export function reasonsAgainst({ tag, manifest, changelog, runsIn, npm }: Release): string[] {
	const repository = repositoryOf(manifest);
	const entries = entriesOf(changelog).filter(({ version }) => version !== 'Unreleased');
	const entry = entries.find(({ version }) => version === manifest.version);
	return [
		...(repository === undefined
			? ['package.json names no repository at GitHub: run npm run set-repository.']
			: []),
		...(repository !== undefined && isPlaceholder(repository)
			? [`package.json still names the placeholder ${repository}: run npm run set-repository.`]
			: []),
		...(runsIn !== undefined && repository !== undefined && runsIn !== repository
			? [`package.json names ${repository}, but this is ${runsIn}: npm refuses the provenance.`]
			: []),
		...(tag === `v${manifest.version}`
			? []
			: [
					`The tag is ${tag}, but package.json has version ${manifest.version}: make them the same.`,
				]),
		...(entry
			? []
			: [`CHANGELOG.md has no version ${manifest.version}: name what "Unreleased" has become.`]),
		...(entry && !entry.date ? [`CHANGELOG.md has no date for ${manifest.version}: add it.`] : []),
		...(entry && entries[0] !== entry
			? [`CHANGELOG.md has ${manifest.version} below ${entries[0].version}: put ${NEWEST_FIRST}.`]
			: []),
		...(isOlder(npm, NPM)
			? [`npm ${npm} knows no trusted publishers: use ${NPM.join('.')} or newer, as of Node.js 24.`]
			: []),
	];
}

function isOlder(version: string, than: number[]): boolean {
	const parts = version.split('.').map(Number);
	const place = than.findIndex((part, index) => part !== (parts[index] ?? 0));
	return place >= 0 && (parts[place] ?? 0) < than[place];
}
