import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Locator, Page, PageScreenshotOptions } from 'playwright-core';

const FOLDER = path.join(__dirname, '..', '..', '..', 'docs', 'images');
const LARGEST_BYTES = 60_000;

/** What stands in the pictures for the address of the n8n under test. */
const PUBLIC_URL = 'https://n8n.example.com';

/** Notifications and tooltips come and go. */
const HIDE_WHAT_PASSES =
	'.el-notification, [role=tooltip], [data-reka-popper-content-wrapper] { visibility: hidden !important }';

/**
 * Takes one of the documentation's pictures, if UPDATE_SCREENSHOTS asks for them: a run of the
 * tests changes no file otherwise.
 *
 * @param part The picture shows this.
 * @param crop What of it, if not all.
 */
export async function picture(
	name: string,
	part: Locator,
	crop: { left?: number; top?: number; width?: number; height?: number } = {},
): Promise<void> {
	if (!process.env.UPDATE_SCREENSHOTS) return;
	const page = part.page();
	// Away from what shows more under it.
	await page.mouse.move(0, 0);
	const box = await part.boundingBox();
	if (!box) throw new Error(`There is nothing to be seen for ${name}.png`);
	const { left = 0, top = 0 } = crop;
	const clip: PageScreenshotOptions['clip'] = {
		x: box.x + left,
		y: box.y + top,
		width: Math.min(box.width - left, crop.width ?? box.width),
		height: Math.min(box.height - top, crop.height ?? box.height),
	};
	const restore = await showAs(page, PUBLIC_URL);
	mkdirSync(FOLDER, { recursive: true });
	const file = path.join(FOLDER, `${name}.png`);
	await page.screenshot({ path: file, clip, style: HIDE_WHAT_PASSES, animations: 'disabled' });
	await restore();
	const { size } = statSync(file);
	if (size > LARGEST_BYTES) throw new Error(`${name}.png has ${size} bytes: crop it`);
}

/** Shows n8n's address as another one. @returns how to undo it. */
async function showAs(page: Page, address: string): Promise<() => Promise<void>> {
	const own = new URL(page.url()).origin;
	const replace = async (from: string, to: string) =>
		await page.getByText(from).evaluateAll(
			(elements, [shown = '', wanted = '']) => {
				for (const { childNodes } of elements as {
					childNodes: Iterable<{ nodeValue: string }>;
				}[]) {
					for (const node of childNodes) {
						if (node.nodeValue) node.nodeValue = node.nodeValue.replace(shown, wanted);
					}
				}
			},
			[from, to],
		);
	await replace(own, address);
	return async () => await replace(address, own);
}
