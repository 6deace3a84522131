import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWorkflow, startListening, waitForSuccess } from './canvas';
import * as panel from './panel';
import { noCamera, type Frame } from '../support/browser/camera';
import { type EditorStage, test } from '../support/browser/editor-stage';
import { withStandIn } from '../support/doubles/stand-in';
import { readExample } from '../support/workflows/examples';

const size = { width: 1100, height: 640 };

/** For a panel with its input and output; the picture is made as small as the others. */
const panelSize = { width: 1320, height: 768 };

test('A shop shows what the example for a webhook recommends to its visitor @night', async (stage) => {
	const page = readFileSync(join(__dirname, 'shop-page.html'), 'utf8');
	const webhook = `${stage.n8n.url}/webhook-test/kainic-recommendations`;
	const body = page.replace('{webhook}', webhook);
	await withStandIn({ status: 200, body }, async (url) => {
		const frames = await film(stage, url, webhook);
		await stage.camera.takeFilm('webhook-to-recommendations', frames);
	});
});

async function film(stage: EditorStage, shopUrl: string, webhook: string): Promise<Frame[]> {
	const [shop, editor] = [await stage.openTab(), await stage.openTab()];
	const drawing = await stage.openTab();
	await drawing.setViewportSize({ width: size.width, height: size.height * 2 });
	const frames: Frame[] = [];
	const take = async (page: Page, seconds: number, caption: string): Promise<void> => {
		if (stage.camera === noCamera) return;
		// Whatever moves has come to rest.
		await page.waitForTimeout(1000);
		const picture = await captioned(page, drawing, String(frames.length + 1), caption);
		frames.push({ picture, seconds });
	};
	await shop.setViewportSize(size);
	await shop.goto(shopUrl);
	await take(shop, 1.8, 'A visitor looks around in a shop.');
	await editor.setViewportSize(size);
	const example = await stage.importWorkflow(
		readExample('recommendations-webhook.json', { shop: shopUrl }),
	);
	await openWorkflow(editor, stage.n8n, example);
	await editor.getByTestId('zoom-to-fit').click();
	await startListening(editor);
	await take(editor, 2.6, 'In n8n, a webhook waits for the shop, with Kainic Predict behind it.');
	let release = (): void => undefined;
	const pictureTaken = new Promise<void>((resolve) => (release = resolve));
	await shop.route(webhook, async (route) => {
		await pictureTaken;
		await route.continue();
	});
	await shop.getByRole('button', { name: 'Trail running shoes' }).click();
	await take(shop, 2.2, 'The visitor opens a product, and the shop asks the webhook.');
	release();
	await waitForSuccess(editor, 'Send Recommendations');
	await take(editor, 2.6, 'The workflow asks Kainic and answers the shop.');
	await editor.setViewportSize(panelSize);
	await panel.openPanel(editor, 'Get Recommendations');
	await editor.getByTestId('output-panel').getByTestId('radio-button-json').click();
	await panel.seesInOutput(editor, /Canvas backpack/);
	await editor.getByTestId('ndv-input-panel').getByText('visitor-4711').waitFor();
	await take(editor, 3, 'The panel of Kainic Predict shows what was asked and what came.');
	await assertRecommended(stage, shop);
	await take(shop, 3, 'The shop shows what Kainic recommends.');
	return frames;
}

async function assertRecommended({ emulator }: EditorStage, shop: Page): Promise<void> {
	const shown = shop.locator('#recommended .product');
	await shown.first().waitFor();
	const titles = await shown.locator('span').allInnerTexts();
	assert.deepEqual(titles, ['Canvas backpack', 'Wool beanie', 'Linen shirt', 'Steel water bottle']);
	const [prediction, ...others] = emulator.world.ledger.predictions;
	assert.deepEqual(prediction?.itemIds, ['seed-3']);
	assert.equal(others.length, 0);
}

const style = `
	body { margin: 0; width: 1100px; }
	img { display: block; width: 1100px; }
	p { margin: 0; padding: 16px 28px; color: #fff; background: #29235c; font: bold 26px/34px sans-serif; }
	b { margin-right: 14px; color: #ffb27a; }`;

/** A picture of a tab with a line of text below it, drawn in another tab. */
async function captioned(
	page: Page,
	drawing: Page,
	step: string,
	caption: string,
): Promise<Buffer> {
	const picture = (await page.screenshot({ style: withoutMessages })).toString('base64');
	await drawing.setContent(
		`<!doctype html><style>${style}</style><img src="data:image/png;base64,${picture}"><p><b>${step}</b>${caption}</p>`,
	);
	return await drawing.locator('body').screenshot();
}

/** Messages in the corner cover what the picture is about. */
const withoutMessages = '.el-notification { visibility: hidden !important; }';
