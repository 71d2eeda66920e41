import type { Locator } from 'playwright-core';

/** What the browser knows of an element, as far as it is asked here. */
interface Shown {
	textContent: string | null;
	childNodes: Iterable<{ nodeType: number; textContent: string | null }>;
	checkVisibility(): boolean;
	clientWidth: number;
	scrollWidth: number;
	clientHeight: number;
	scrollHeight: number;
}

/** @returns the visible texts that stand in too small a place: cut off, or over its edge. */
export async function clippedTexts(part: Locator): Promise<string[]> {
	return await part.locator('*').evaluateAll((elements) => {
		const TEXT = 3;
		return (elements as unknown as Shown[])
			.filter((element) => {
				const hasText = [...element.childNodes].some(
					({ nodeType, textContent }) => nodeType === TEXT && (textContent ?? '').trim() !== '',
				);
				const { clientWidth, scrollWidth } = element;
				// Inline text has no width of its own: what holds it has one.
				return (
					hasText && clientWidth > 0 && scrollWidth > clientWidth + 1 && element.checkVisibility()
				);
			})
			.map(({ textContent }) => (textContent ?? '').trim());
	});
}

/** Tags and entities that are shown instead of being carried out. */
export function rawMarkup(text: string): string[] {
	return text.match(/<\/?[a-z][^>]*>|&(?:amp|lt|gt|quot|#\d+);|\{\{|undefined|\[object /gi) ?? [];
}

/** Of the browser, where the function below runs. */
declare const document: any;
declare const getComputedStyle: (element: unknown) => { color: string; backgroundColor: string };

/** @returns the ratio of contrast between a text and what lies behind it, as WCAG counts it. */
export async function contrast(text: Locator): Promise<number> {
	return await text.evaluate((element) => {
		// A canvas knows each way to write a colour.
		const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
		const luminance = (layers: string[]): number => {
			paint.clearRect(0, 0, 1, 1);
			for (const colour of layers) {
				paint.fillStyle = colour;
				paint.fillRect(0, 0, 1, 1);
			}
			const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data].map((value: number) =>
				value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4,
			);
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
		};
		const behind: string[] = [];
		for (let at: any = element; at; at = at.parentElement) {
			behind.unshift(getComputedStyle(at).backgroundColor);
		}
		const found = [luminance(behind), luminance([...behind, getComputedStyle(element).color])];
		return (Math.max(...found) + 0.05) / (Math.min(...found) + 0.05);
	});
}
