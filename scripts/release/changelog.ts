const HEADING = /^## (?:\[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?|(.+))$/;

/** A version of the changelog, or what is not yet one (`Unreleased`). */
interface Entry {
	version: string;
	/** `YYYY-MM-DD`; undefined where there is none. */
	date?: string;
	/** All that stands below the heading. */
	text: string;
}

/**
 * @param changelog Of the form of Keep a Changelog.
 * @returns Its versions, in their order.
 */
export function entriesOf(changelog: string): Entry[] {
	return changelog
		.split(/^(?=## )/m)
		.filter((part) => part.startsWith('## '))
		.map((part) => {
			const [heading, ...lines] = part.replace(/^\[[^\]]+\]: .*$/gm, '').split('\n');
			const [, version, date, other] = HEADING.exec(heading) ?? [];
			return { version: version ?? other ?? '', date, text: lines.join('\n').trim() };
		});
}
