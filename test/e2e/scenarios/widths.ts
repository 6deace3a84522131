import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { canvasNode, executeWorkflow, openWorkflow, waitForSuccess } from '../editor/canvas';
import { fourNodes, kainicNodeNames } from '../editor/four-nodes';
import * as panel from '../editor/panel';
import { overlap, overlapping, shownTexts, type ShownText } from '../editor/texts';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';

const widths = [900, 1440] as const;
const themes = ['light', 'dark'] as const;

const items = Array.from({ length: 12 }, (_, index) => ({
	item_id: `sku-${index}`,
	visitor: index === 11 ? null : `visitor-${index}`,
	session: `session-${index}`,
	stock: index,
}));

export const widthsAndThemes: EditorScenario = {
	name: 'Canvas and panels show every label whole, 900 and 1,440 pixels wide, light and dark',
	run: async (stage) => {
		const page = await stage.openTab();
		await openWorkflow(page, stage.n8n, await stage.importWorkflow(fourNodes(items)));
		await executeWorkflow(page, stage.n8n);
		for (const name of kainicNodeNames) await waitForSuccess(page, name);
		await page.locator('.el-notification__closeBtn').click();
		for (const width of widths) {
			for (const theme of themes) await look(stage, page, width, theme);
		}
	},
};

async function look(
	stage: EditorStage,
	page: Page,
	width: (typeof widths)[number],
	theme: (typeof themes)[number],
): Promise<void> {
	// High enough for the names of nodes to be read.
	await page.setViewportSize({ width, height: 1500 });
	await page.emulateMedia({ colorScheme: theme });
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(width / 2, 5);
	await stage.album.take(`canvas-${width}-${theme}`, page);
	assert.equal((await lightness(page)) > 0.5, theme === 'light', 'the theme is on');
	await assertCanvas(page);
	await page.setViewportSize({ width, height: 900 });
	await page.getByTestId('zoom-to-fit').click();
	for (const name of kainicNodeNames) {
		await panel.openPanel(page, name);
		await panel.seesInOutput(page, /Branch/);
		await stage.album.take(`${name.replace(' ', '-').toLowerCase()}-${width}-${theme}`, page);
		const texts = await shownTexts(panel.panelParameters(page));
		assert.ok(texts.length > 5);
		assert.deepEqual(cutTexts(texts), [], `${name} at ${width} pixels`);
		await panel.closePanel(page);
	}
}

/** Of the page's background, from 0 (black) to 1. */
async function lightness(page: Page): Promise<number> {
	const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	return Number(/^oklch\(([\d.]+)/.exec(colour)?.[1] ?? Number.NaN);
}

async function assertCanvas(page: Page): Promise<void> {
	const texts = await shownTexts(page.locator('.vue-flow__transformationpane'));
	assert.deepEqual(cutTexts(texts), [], 'no label is cut');
	assert.deepEqual(overlapping(texts), [], 'no label stands on another one');
	const labels = texts.map(({ text }) => text);
	for (const label of [...kainicNodeNames, 'Model', 'Control', 'Error']) {
		assert.ok(labels.includes(label), `${label} is on the canvas`);
	}
	for (const name of kainicNodeNames) {
		const square = await canvasNode(page, name).getByTestId('canvas-default-node').boundingBox();
		assert.ok(square);
		const { x, y, width, height } = square;
		const box = { left: x, top: y, right: x + width, bottom: y + height };
		const inside = texts.filter((text) => overlap(text.box, box)).map(({ text }) => text);
		assert.deepEqual(inside, [], `no label stands on ${name}`);
	}
}

function cutTexts(texts: readonly ShownText[]): string[] {
	return texts.filter(({ isCut }) => isCut).map(({ text }) => text);
}
