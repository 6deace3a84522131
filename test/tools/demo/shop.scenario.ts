import { strict as assert } from 'node:assert';
import type { Page } from '@playwright/test';
import type { Fault } from '../../../tools/emulator';
import { performDemo, pageLogin } from '../../../tools/demo/demo';
import { openShop, type Shop } from '../../../tools/demo/shop';
import { products } from '../../../tools/demo/shop/products';
import { deactivateWorkflow } from '../../../tools/n8n';
import { executeWorkflow, openWorkflow } from '../../editor/canvas';
import { neverTimeOut } from '../../shop-script/visit';
import { noCamera, pictureOfNodes, type Frame } from '../../support/browser/camera';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { deleteDataTables, until } from '../../support/workflows/data-tables';
import { assertLegible } from '../../support/browser/legible';

/** order-events-webhook sends an order that waits with its next scheduled run. */
const patience = 400_000;

const runningShoes = products.filter(({ category }) => category === 'running shoes');

/** Runs `work` in the demo, in a tab in which kainic.js waits for an answer as long as this machine needs. */
async function withDemo(
	stage: EditorStage,
	work: (
		shop: Shop,
		tab: Page,
		workflows: readonly { id: string; name: string }[],
	) => Promise<void>,
): Promise<void> {
	const { n8n, emulator } = stage;
	const shop = await openShop(0, {
		...{ kainicUrl: emulator.url, n8nUrl: n8n.url },
		healthUrl: `${n8n.url}/webhook/kainic-health`.replace(
			'//',
			`//${pageLogin.user}:${pageLogin.password}@`,
		),
	});
	await deleteDataTables(n8n);
	const { problems, published } = await performDemo({ ...stage, shop });
	try {
		assert.deepEqual(problems, []);
		const tab = await stage.openTab();
		await neverTimeOut(tab);
		await work(shop, tab, published);
	} finally {
		for (const workflow of published) await deactivateWorkflow(n8n, workflow);
		await shop.close();
	}
}

/** The box of recommendations has this heading, and below it this text. */
async function sees(tab: Page, heading: string, text: string): Promise<void> {
	const box = tab.getByRole('region', { name: heading, exact: true });
	await box.getByRole('status').getByText(text, { exact: true }).waitFor();
}

const chosen = 'Kainic chose these products.';
const forAll = 'Every visitor sees these products.';

/** The share of a phone's window that the choice covers. */
async function covered(tab: Page): Promise<number> {
	await tab.setViewportSize({ width: 360, height: 740 });
	return await tab.locator('aside').evaluate((bar) => {
		scrollTo(0, 0);
		const { top, bottom } = bar.getBoundingClientRect();
		return Math.max(0, Math.min(bottom, innerHeight) - Math.max(0, top)) / innerHeight;
	});
}

/** The layout shift of the page without what the visitor did. */
const moved = async (tab: Page) =>
	await tab.evaluate(
		async () =>
			await new Promise<number>((resolve) => {
				const isOwn = (entry: PerformanceEntry) => !Object(entry).hadRecentInput;
				const shiftOf = (entry: PerformanceEntry) => Number(Object(entry).value);
				const take = (all: PerformanceEntryList) =>
					resolve(all.filter(isOwn).reduce((sum, entry) => sum + shiftOf(entry), 0));
				new PerformanceObserver((list) => take(list.getEntries())).observe({
					...{ type: 'layout-shift', buffered: true },
				});
				setTimeout(() => resolve(0), 500);
			}),
	);

const focusedName = async (tab: Page) =>
	await tab.evaluate(() => String(document.activeElement?.ariaLabel));

const titlesIn = async (tab: Page) =>
	await tab.locator('[data-kainic] .kainic-title').allInnerTexts();

test('The demo: a visitor looks at three running shoes, and the shop recommends running shoes', async (stage) => {
	await withDemo(stage, async (shop, tab, workflows) => {
		const { ledger } = stage.emulator.world;
		const film = filmOf(stage, tab);
		await tab.goto(`${shop.url}/shop`);
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'Popular now', chosen);
		await tab.reload();
		await sees(tab, 'Popular now', chosen);
		assert.ok((await moved(tab)) < 0.01);
		const before = await titlesIn(tab);
		const isShoe = (title: string) => runningShoes.some((each) => each.title === title);
		assert.deepEqual([before.length, before.filter(isShoe)], [4, []]);
		await film.take(2.4, 'A new visitor: the shop shows what is popular.');
		for (const [index, { item_id: id, title }] of runningShoes.slice(0, 3).entries()) {
			await tab.goto(`${shop.url}/shop/${id}`);
			await sees(tab, 'You may also like', chosen);
			const words = ['The visitor looks at running shoes …', '… a second pair …', '… and a third.'];
			await film.take(1.3, String(words[index]));
			const isSent = () =>
				ledger.events.some(
					({ event }) => event['event_name'] === 'product_view' && event['item_id'] === id,
				);
			await tab.getByRole('heading', { name: title }).waitFor();
			await until(isSent, patience);
		}
		await film.takeWorkflows(2.4, workflows, 'In between is n8n, with the nodes of Kainic.');
		await tab.goto(`${shop.url}/shop`);
		await sees(tab, 'Recommended for you', chosen);
		const after = await titlesIn(tab);
		assert.deepEqual([after.length, after.filter((title) => !isShoe(title))], [4, []]);
		// The page shows the first pair above.
		assert.ok(!after.includes(String(runningShoes[0]?.title)));
		await film.take(3.6, 'Back on the first page, the shop recommends running shoes.');
		await film.save();
	});
});

test('The demo: every choice keeps the focus, every answer is told, and an order is on the page Health', async (stage) => {
	await withDemo(stage, async (shop, tab) => {
		const focused = async () => await tab.evaluate(() => document.activeElement?.id);
		const bestsellers = async () => {
			const cards = tab.locator('[data-kainic] .kainic-card');
			assert.deepEqual([await cards.count(), await cards.locator('img').count()], [4, 4]);
			assert.match(await cards.first().innerText(), /^Steel water bottle\s+€22\.00$/);
		};
		await tab.goto(`${shop.url}/shop/seed-3`);
		await sees(tab, 'Bestsellers', 'If you agree, Kainic recommends products that fit you.');
		await bestsellers();
		await assertLegible(tab, 'demo-new', [1440, 360]);
		assert.ok((await covered(tab)) < 0.1);
		await tab.getByRole('button', { name: 'No thanks' }).click();
		assert.equal(await focused(), 'choice');
		await sees(tab, 'Bestsellers', forAll);
		await tab.reload();
		assert.equal(await tab.getByRole('button', { name: 'No thanks' }).count(), 0);
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'You may also like', chosen);
		assert.equal(await focused(), 'choice');
		assert.equal((await titlesIn(tab)).includes('Trail running shoes'), false);
		await assertLegible(tab, 'demo-product', [1440, 360]);
		assert.equal(await covered(tab), 0);
		const add = tab.getByRole('button', { name: 'Add to cart' });
		const box = await add.boundingBox();
		assert.ok(Number(box?.y) + Number(box?.height) < 740, 'above the fold of a phone');
		await add.click();
		await tab.getByRole('radio', { name: '41' }).check();
		await add.click();
		await tab.getByRole('status').getByText('Added: 1 in the cart.').waitFor();
		await tab.getByRole('link', { name: 'Cart (2)' }).click();
		await tab.getByRole('button', { name: 'One more: Trail running shoes, size 41' }).click();
		assert.match(await focusedName(tab), /^One more: .* 41$/);
		assert.equal(await tab.locator('#total').innerText(), '€357.00');
		await tab.getByRole('button', { name: 'Remove Trail running shoes, size 39' }).click();
		assert.equal(await tab.locator('#total').innerText(), '€238.00');
		await tab.reload();
		await sees(tab, 'Goes with your cart', chosen);
		assert.ok((await moved(tab)) < 0.01);
		await assertLegible(tab, 'demo-cart', [1440, 360]);
		await tab.getByRole('button', { name: 'Place order' }).click();
		await tab
			.getByRole('status')
			.getByText(/Your order has the number \d+\./)
			.waitFor();
		const { events } = stage.emulator.world.ledger;
		const visitor = await tab.evaluate(() => localStorage.getItem('kainic_anon_uid'));
		const isBought = () =>
			events.some(
				({ event }) => event['event_name'] === 'purchase' && event['anon_uid'] === visitor,
			);
		await until(isBought, patience);
		const opened = tab.waitForEvent('popup');
		await tab.getByRole('link', { name: 'See the order on the page Health' }).click();
		const health = await opened;
		await health.getByText(/All \d+ orders of the last 7 days have a visitor ID/).waitFor();
		await tab.goto(shop.url);
		const frame = tab.frameLocator('#kainic');
		await tab.getByRole('button', { name: 'Show' }).click();
		await frame.getByText('your visitor').first().waitFor();
		await assertLegible(tab, 'demo-both', [1440, 360]);
		await tab.getByRole('button', { name: 'Hide' }).click();
		await tab.locator('#kainic').waitFor({ state: 'hidden' });
		await tab.goto(`${shop.url}/shop/seed-3`);
		await sees(tab, 'You may also like', chosen);
		await tab.getByRole('button', { name: 'Withdraw' }).click();
		await sees(tab, 'Bestsellers', forAll);
		assert.equal(await focused(), 'choice');
		await bestsellers();
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'You may also like', chosen);
		stage.emulator.inject(refused);
		await tab.reload();
		await sees(tab, 'Bestsellers', 'Kainic recommended nothing or failed.');
		await bestsellers();
		await tab.route('**/webhook/kainic-recommendations', async (route) => await route.abort());
		await tab.reload();
		await sees(tab, 'Bestsellers', 'n8n did not answer.');
		await bestsellers();
		// As the browser ends a request after two seconds
		await tab.addInitScript(
			'AbortSignal.timeout = () => AbortSignal.abort(new DOMException("", "TimeoutError"))',
		);
		await tab.reload();
		await sees(tab, 'Bestsellers', 'No answer came within two seconds.');
		await bestsellers();
	});
});

const refused: Fault = {
	...{ kind: 'answer', status: 401, contentType: 'application/json', count: 'always' },
	...{ body: '{"status":"fail","message":"Invalid API key"}', endpoint: 'predict' },
};

const size = { width: 760, height: 764 };

const style = `
	body { margin: 0; width: ${size.width}px; background: #f5f5f5; font: 20px/28px sans-serif; }
	main { display: flex; flex-direction: column; justify-content: center; height: ${size.height}px; }
	img { display: block; width: ${size.width}px; }
	h2 { margin: 24px 20px 0; font-size: 24px; }
	p { margin: 0; padding: 12px 20px; color: #fff; background: #29235c; font-weight: bold; }`;

/** What the visitor of the film would not see in n8n: a part of a workflow, by its nodes. */
const parts = [
	[
		'Each view goes to Kainic',
		/events of your shop/,
		['Drop Known Events', 'Send Events', 'Count Events', 'Save Counts'],
	],
	[
		'Each page asks what to recommend',
		/recommendations for a visitor/,
		['Receive Question', 'Check Question', 'Get Recommendations', 'Check Recommendations'],
	],
] as const;

const imageOf = (picture: Buffer) =>
	`<img src="data:image/png;base64,${picture.toString('base64')}">`;

/** Takes the frames of the film, each with a line of text below it. Takes none without a camera. */
function filmOf({ camera, n8n, openTab }: EditorStage, tab: Page) {
	const frames: Frame[] = [];
	const add = async (seconds: number, caption: string, content: string): Promise<void> => {
		const drawing = await openTab();
		await drawing.setViewportSize({ width: size.width, height: size.height + 100 });
		await drawing.setContent(
			`<!doctype html><style>${style}</style><main>${content}</main><p>${caption}</p>`,
		);
		frames.push({ picture: await drawing.locator('body').screenshot(), seconds });
		await drawing.close();
	};
	return {
		take: async (seconds: number, caption: string): Promise<void> => {
			if (camera === noCamera) return;
			await tab.setViewportSize(size);
			await tab.evaluate(() => scrollTo(0, 0));
			const picture = await tab.screenshot({ style: 'body > aside { display: none; }' });
			await add(seconds, caption, imageOf(picture));
		},
		takeWorkflows: async (
			seconds: number,
			workflows: readonly { id: string; name: string }[],
			caption: string,
		): Promise<void> => {
			if (camera === noCamera) return;
			const editor = await openTab();
			const pictures: string[] = [];
			for (const [heading, title, nodes] of parts) {
				const workflow = workflows.find(({ name }) => title.test(name));
				assert.ok(workflow);
				await openWorkflow(editor, n8n, workflow);
				await executeWorkflow(editor, n8n);
				pictures.push(`<h2>${heading}</h2>${imageOf(await pictureOfNodes(editor, nodes))}`);
			}
			await add(seconds, caption, pictures.join(''));
		},
		save: async (): Promise<void> => await camera.takeFilm('webhook-to-recommendations', frames),
	};
}
