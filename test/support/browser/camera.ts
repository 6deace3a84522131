import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { objectOf } from '../../../tools/n8n/json';
import {
	currentOf,
	ledgerFile,
	pictureFolder,
	shownPictures,
} from '../../../tools/scripts/pictures';

/** Bytes of a moving picture at most: a README is read on phones, too. */
const largestFilm = 700_000;

export interface Frame {
	/** PNG. All frames of a film have the same size. */
	readonly picture: Buffer;
	readonly seconds: number;
}

export type Camera = typeof documentationCamera;

/** Writes pictures to docs/images/, and beside them what their subjects looked like. */
export const documentationCamera = {
	take: async (name: string, target: Page | Locator): Promise<void> => {
		// A button that was pressed fades back for a moment.
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await keepPicture(name, await target.screenshot({ style: withoutTools }));
	},
	/** Takes the nodes and the notes on the canvas, with what lies between them. */
	takeCanvas: async (name: string, page: Page): Promise<void> =>
		await keepPicture(name, await pictureOfNodes(page)),
	/** Makes a GIF that shows the frames in turn, for ever: npm, GitHub and n8n play GIFs in a README. */
	takeFilm: async (name: string, frames: readonly Frame[]): Promise<void> => {
		const pictures = frames.map(({ picture }) => picture);
		const delay = frames.map(({ seconds }) => seconds * 1000);
		const film = await sharp(pictures, { join: { animated: true } })
			.gif({ delay, loop: 0, effort: 10, dither: 0 })
			.toBuffer();
		assert.ok(film.length < largestFilm, `${name}.gif has ${film.length} bytes`);
		keep(`${name}.gif`, film);
	},
};

export const noCamera: Camera = {
	take: async () => undefined,
	takeCanvas: async () => undefined,
	takeFilm: async () => undefined,
};

async function keepPicture(name: string, picture: Buffer): Promise<void> {
	// Fewer colours are enough for a picture of an editor.
	const small = sharp(picture).png({ palette: true, quality: 95, effort: 10 });
	keep(`${name}.png`, await small.toBuffer());
}

function keep(fileName: string, content: Buffer): void {
	if (!shownPictures().has(fileName)) return;
	writeFileSync(join(pictureFolder, fileName), content);
	const before = objectOf(JSON.parse(readFileSync(ledgerFile, 'utf8')), 'The ledger of pictures');
	const ledger = { ...before, [fileName]: currentOf(fileName) };
	const sorted = Object.entries(ledger).sort(([left], [right]) => (left < right ? -1 : 1));
	writeFileSync(ledgerFile, `${JSON.stringify(Object.fromEntries(sorted), null, '\t')}\n`);
}

/** Pixels around the nodes, and around what a node shows below it and beside it. */
const margin = 24;

/** The nodes and the notes on the canvas, or only the nodes with these names, as large as the window lets them be. */
export async function pictureOfNodes(page: Page, names?: readonly string[]): Promise<Buffer> {
	await page.keyboard.press('Escape');
	await page.locator('.vue-flow__pane').click({ position: { x: 4, y: 4 } });
	await page.getByTestId('zoom-to-fit').click();
	// The canvas draws what ran and how many items passed a moment after the run has ended.
	await page.waitForTimeout(1000);
	const named = names?.map((name) => `:has([data-node-name="${name}"])`);
	const nodes = `.vue-flow__node${named === undefined ? '' : `:is(${named.join()})`}`;
	const edges = named === undefined ? ', .vue-flow__edge-path' : '';
	const parts = page.locator(`${nodes}, ${nodes} :not(:has(*), button, button *)${edges}`);
	const place = await parts.evaluateAll((all) => {
		// Toolbars of nodes are there, but hidden.
		const isShown = { opacityProperty: true, visibilityProperty: true };
		const boxes = all
			.filter((each) => each.checkVisibility(isShown))
			.map((each) => each.getBoundingClientRect());
		const seen = boxes.filter(({ width, height }) => width > 0 && height > 0);
		return {
			left: Math.min(...seen.map((box) => box.left)),
			top: Math.min(...seen.map((box) => box.top)),
			right: Math.max(...seen.map((box) => box.right)),
			bottom: Math.max(...seen.map((box) => box.bottom)),
		};
	});
	const clip = {
		x: place.left - margin,
		y: place.top - margin,
		width: place.right - place.left + 2 * margin,
		height: place.bottom - place.top + 2 * margin,
	};
	const style = `${withoutTools} .vue-flow__node:not(${nodes}) { visibility: hidden !important; }`;
	return await page.screenshot({ style, clip });
}

/** The editor's buttons and messages would cover a part of the picture. */
const withoutTools = `
	.el-notification, [data-sonner-toaster], [data-test-id="canvas-controls"],
	[data-test-id="execute-workflow-button"], [aria-label="Select trigger node"],
	[data-test-id="floating-nodes"], [data-test-id="canvas-wrapper"] button { visibility: hidden !important; }`;
