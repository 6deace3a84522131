import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { contrast } from './contrast';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Fails if somebody cannot read a page, in light and dark and in each width: axe finds something, the page
 * is wider than the window, a text is smaller than 11 pixels, or a button has too little contrast to what is
 * around it. With the folder `KAINIC_LOOK`, it saves pictures.
 */
export async function assertLegible(
	page: Page,
	name: string,
	widths: readonly number[],
): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const width of widths) {
			await page.setViewportSize({ width, height: 860 });
			const folder = process.env['KAINIC_LOOK'];
			const path = `${folder}/${name}-${colorScheme}-${width}.png`;
			if (folder) await page.screenshot({ path, fullPage: true });
			const where = `${name}, ${colorScheme}, ${width} pixels`;
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			assert.ok(wide <= width, `${where}: ${wide} pixels wide`);
			assert.deepEqual(await smallTexts(page), [], where);
			assert.deepEqual(await faintButtons(page), [], where);
			assert.deepEqual(await findingsOfAxe(page), [], where);
		}
	}
}

/** The texts below 11 pixels. */
async function smallTexts(page: Page): Promise<readonly string[]> {
	return await page.evaluate(() => {
		const isSmall = ({ parentElement: parent, textContent: text }: Node) =>
			text?.trim() && parent && parseFloat(getComputedStyle(parent).fontSize) < 11;
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const found: string[] = [];
		while (walker.nextNode())
			if (isSmall(walker.currentNode)) found.push(String(walker.currentNode.textContent));
		return found;
	});
}

/** The buttons whose border and area both have less than the contrast of 3 that WCAG 1.4.11 asks for. */
async function faintButtons(page: Page): Promise<readonly string[]> {
	const buttons = await page.evaluate(() => {
		const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
		/** The colours on top of each other, the lowest first. */
		const mixed = (colors: readonly string[]) => {
			for (const color of ['white', ...colors]) {
				pixel.fillStyle = color;
				pixel.fillRect(0, 0, 1, 1);
			}
			const channels = [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
			return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
		};
		const colorsBelow = (element: Element | null): string[] =>
			element === null
				? []
				: [...colorsBelow(element.parentElement), getComputedStyle(element).backgroundColor];
		const all = [...document.querySelectorAll('button, select, input, textarea, .button')];
		return all
			.filter((each) => each.checkVisibility({ visibilityProperty: true }))
			.map((each) => {
				const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(each);
				const around = colorsBelow(each.parentElement);
				const area = mixed([...around, backgroundColor]);
				const border = borderTopWidth === '0px' ? area : mixed([...around, borderTopColor]);
				return { text: String(each.textContent).trim(), around: mixed(around), area, border };
			});
	});
	return buttons
		.filter(({ around, area, border }) =>
			[area, border].every((color) => contrast(around, color) < 3),
		)
		.map((button) => JSON.stringify(button));
}

/** What breaks WCAG 2.2 AA or a good practice, with the element. */
async function findingsOfAxe(page: Page): Promise<readonly string[]> {
	await page.evaluate(axe);
	const found: unknown = await page.evaluate(`axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, any }) => [id, html, ...any.map(({ message }) => message)].join(' '))))`);
	assert.ok(Array.isArray(found));
	return found.map(String);
}
