import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Locator } from 'playwright-core';

import { n8n } from '../support/realN8n/n8n';
import { Editor } from '../support/browser/editor';
import { exampleNames, readExample } from '../support/examples';

/** Where to put a picture of each example, to look at: what a test cannot judge. */
const { EXAMPLE_PICTURES } = process.env;

/** Of a note's height, what its text fills at least. */
const FILLED = 0.7;

let editor: Editor;

beforeAll(async () => {
	editor = await Editor.open(n8n);
	await editor.page.setViewportSize({ width: 1440, height: 900 });
});

afterAll(async () => {
	await editor.close();
});

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Of the browser, where the function below runs. */
declare const document: any;

/** Where parts are, and the texts that stand in them or at their edge, such as a node's name. */
const boxesOf = async (parts: Locator): Promise<Box[]> =>
	await parts.evaluateAll((elements: any[]) => {
		const rectsOfTexts = (element: any): any[] => {
			const texts = document.createTreeWalker(element, 4);
			const rects = [];
			while (texts.nextNode()) {
				const range = document.createRange();
				range.selectNodeContents(texts.currentNode);
				if (texts.currentNode.parentElement.checkVisibility())
					rects.push(...range.getClientRects());
			}
			return rects;
		};
		return elements
			.flatMap((element) => [element.getBoundingClientRect(), ...rectsOfTexts(element)])
			.map(({ x, y, width, height }) => ({ x, y, width, height }))
			.filter(({ width, height }) => width > 0 && height > 0);
	});

const overlap = (one: Box, other: Box) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

describe.each(exampleNames)('The example %s on the canvas', (name) => {
	let workflowId: string;

	beforeAll(async () => {
		({ id: workflowId } = await n8n.createWorkflow(readExample(name)));
		await editor.openWorkflow(workflowId);
		await editor.part('sticky').first().waitFor();
		// n8n moves the workflow into sight.
		await editor.page.waitForTimeout(1500);
		if (EXAMPLE_PICTURES) {
			mkdirSync(EXAMPLE_PICTURES, { recursive: true });
			await editor.page.screenshot({ path: path.join(EXAMPLE_PICTURES, `${name}.png`) });
		}
	});

	afterAll(() => n8n.deleteWorkflow(workflowId));

	it('has a note that shows all its text, and is not half empty', async () => {
		const notes = await editor.part('sticky').evaluateAll((elements: any[]) =>
			elements.map((note) => {
				const wrapper = note.querySelector('.sticky-note-markdown, [class*=markdown]') ?? note;
				const texts = [...wrapper.querySelectorAll('h2, p, li, pre')];
				const bottom = Math.max(...texts.map((text) => text.getBoundingClientRect().bottom));
				const { top, height } = note.getBoundingClientRect();
				return { isClipped: bottom > top + height, filled: (bottom - top) / height };
			}),
		);
		expect(notes).not.toEqual([]);
		for (const { isClipped, filled } of notes) {
			expect({ name, isClipped, filled }).toEqual({
				name,
				isClipped: false,
				filled: expect.any(Number),
			});
			expect(filled).toBeGreaterThan(FILLED);
		}
	});

	it('has nothing under the buttons of the canvas', async () => {
		const nodes = await boxesOf(
			editor.page.locator('[data-test-id=canvas-node], [data-test-id=sticky]'),
		);
		const buttons = await boxesOf(
			editor.page.locator(
				'[data-test-id=canvas-controls] button, [data-test-id=execute-workflow-button], [data-test-id=node-creator-plus-button], [data-test-id=toggle-focus-panel-button], [data-test-id=add-sticky-button]',
			),
		);
		expect(buttons.length).toBeGreaterThan(3);
		expect(nodes.filter((node) => buttons.some((button) => overlap(node, button)))).toEqual([]);
	});
});
