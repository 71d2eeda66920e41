/** Stands in package.json until the project has a repository: nothing can be released before. */
const PLACEHOLDER_OWNER = 'service-desk-triggers';

const ADDRESS = /^git\+https:\/\/github\.com\/([\w.-]+)\/([\w.-]+?)\.git$/;
const OWNER_AND_NAME = /^[\w.-]+\/[\w.-]+$/;

export interface Manifest {
	name: string;
	version: string;
	author: { name: string; email: string };
	repository: { url: string };
}

/** @returns `owner/name` of the GitHub repository that package.json names; undefined when it names none. */
export function repositoryOf({ repository }: Pick<Manifest, 'repository'>): string | undefined {
	const [, owner, name] = ADDRESS.exec(repository.url) ?? [];
	return owner && `${owner}/${name}`;
}

/** @returns Whether it is the stand-in, which no one owns. */
export function isPlaceholder(repository: string): boolean {
	return repository.split('/')[0] === PLACEHOLDER_OWNER;
}

/** @returns Whether a text has the form `owner/name`. */
export function isRepository(text: string): boolean {
	return OWNER_AND_NAME.test(text);
}

/**
 * @param text Of any file of the clone.
 * @param from `owner/name`, as it stands there.
 * @param to `owner/name`, as it is to be.
 * @returns The text with every link to the one leading to the other.
 */
export function withRepository(text: string, from: string, to: string): string {
	const link = new RegExp(`(github\\.com/)${from.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
	return text.replace(link, `$1${to}`);
}
