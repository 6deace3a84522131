import { strict as assert } from 'node:assert';
import type { Page } from '@playwright/test';
import type { Fault } from '../../../tools/emulator';
import { performDemo, pageLogin } from '../../../tools/demo/demo';
import { openShop, type Shop } from '../../../tools/demo/shop';
import { products } from '../../../tools/demo/shop/products';
import { deactivateWorkflow } from '../../../tools/n8n';
import { openWorkflow } from '../../editor/canvas';
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
		await tab.addInitScript('AbortSignal.timeout = () => new AbortController().signal');
		await work(shop, tab, published);
	} finally {
		for (const workflow of published) await deactivateWorkflow(n8n, workflow);
		await shop.close();
	}
}

const happened = (tab: Page) => tab.locator('#happened');

async function sees(tab: Page, text: string): Promise<void> {
	await happened(tab).getByText(text).waitFor();
}

const titlesIn = async (tab: Page) =>
	await tab.locator('[data-kainic] .kainic-title').allInnerTexts();

test('The demo: a visitor looks at three running shoes, and the shop recommends running shoes', async (stage) => {
	await withDemo(stage, async (shop, tab, workflows) => {
		const { ledger } = stage.emulator.world;
		const film = filmOf(stage, tab);
		await tab.goto(`${shop.url}/shop`);
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'Kainic chose these products for you.');
		const before = await titlesIn(tab);
		const isShoe = (title: string) => runningShoes.some((each) => each.title === title);
		assert.deepEqual([before.length, before.filter(isShoe)], [4, []]);
		await film.take(2.2, 'A visitor opens a shop for the first time.', '#recommendations');
		for (const [index, { item_id: id, title }] of runningShoes.slice(0, 3).entries()) {
			await tab.goto(`${shop.url}/shop/${id}`);
			await sees(tab, 'Kainic chose these products for you.');
			const words = ['The visitor looks at running shoes …', '… a second pair …', '… and a third.'];
			await film.take(1.3, String(words[index]));
			const isSent = () =>
				ledger.events.some(
					({ event }) => event['event_name'] === 'product_view' && event['item_id'] === id,
				);
			await tab.getByRole('heading', { name: title }).waitFor();
			await until(isSent, patience);
		}
		await film.takeWorkflow(
			2.2,
			workflows,
			'n8n sends the views to Kainic, and asks what to recommend.',
		);
		await tab.goto(`${shop.url}/shop`);
		await sees(tab, 'Kainic chose these products for you.');
		const after = await titlesIn(tab);
		assert.deepEqual([after.length, after.filter((title) => !isShoe(title))], [4, []]);
		// The page shows the first pair above.
		assert.ok(!after.includes(String(runningShoes[0]?.title)));
		await film.take(
			3.7,
			'Back on the first page, the shop recommends running shoes.',
			'#recommendations',
		);
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
		await sees(tab, 'If you agree below, Kainic recommends products that fit you.');
		await bestsellers();
		await assertLegible(tab, 'demo-new', [1440, 375]);
		await tab.getByRole('button', { name: 'No thanks' }).click();
		assert.equal(await focused(), 'choice');
		assert.equal(await happened(tab).innerText(), 'These are our bestsellers.');
		await tab.reload();
		assert.equal(await tab.getByRole('button', { name: 'No thanks' }).count(), 0);
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'Kainic chose these products for you.');
		assert.equal(await focused(), 'choice');
		assert.equal((await titlesIn(tab)).includes('Trail running shoes'), false);
		await assertLegible(tab, 'demo-product', [1440, 375]);
		await tab.getByRole('button', { name: 'Add to cart' }).click();
		await tab.getByRole('status').getByText('Added: 1 in the cart.').waitFor();
		await tab.getByRole('link', { name: 'Cart (1)' }).click();
		await assertLegible(tab, 'demo-cart', [1440, 375]);
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
		await frame.getByText('your visitor').first().waitFor();
		await assertLegible(tab, 'demo-both', [1440, 375]);
		await tab.goto(`${shop.url}/shop/seed-3`);
		await sees(tab, 'Kainic chose these products for you.');
		await tab.getByRole('button', { name: 'Withdraw' }).click();
		await sees(tab, 'These are our bestsellers.');
		assert.equal(await focused(), 'choice');
		await bestsellers();
		await tab.getByRole('button', { name: 'Agree', exact: true }).click();
		await sees(tab, 'Kainic chose these products for you.');
		stage.emulator.inject(refused);
		await tab.reload();
		await sees(tab, 'Kainic recommended nothing or failed, so you see our bestsellers.');
		await bestsellers();
		await tab.route('**/webhook/kainic-recommendations', async (route) => await route.abort());
		await tab.reload();
		await sees(tab, 'n8n did not answer, so you see our bestsellers.');
		await bestsellers();
		// As the browser ends a request after two seconds
		await tab.addInitScript(
			'AbortSignal.timeout = () => AbortSignal.abort(new DOMException("", "TimeoutError"))',
		);
		await tab.reload();
		await sees(tab, 'No answer came within two seconds, so you see our bestsellers.');
		await bestsellers();
	});
});

const refused: Fault = {
	...{ kind: 'answer', status: 401, contentType: 'application/json', count: 'always' },
	...{ body: '{"status":"fail","message":"Invalid API key"}', endpoint: 'predict' },
};

const size = { width: 760, height: 560 };

const style = `
	body { margin: 0; width: ${size.width}px; }
	img { display: block; width: ${size.width}px; height: ${size.height}px; object-fit: contain; }
	p { margin: 0; padding: 12px 20px; color: #fff; background: #29235c; font: bold 20px/28px sans-serif; }`;

/** Takes the frames of the film, each with a line of text below it. Takes none without a camera. */
function filmOf({ camera, n8n, openTab }: EditorStage, tab: Page) {
	const frames: Frame[] = [];
	const add = async (seconds: number, caption: string, picture: Buffer): Promise<void> => {
		const drawing = await openTab();
		await drawing.setViewportSize({ width: size.width, height: size.height + 100 });
		await drawing.setContent(
			`<!doctype html><style>${style}</style><img src="data:image/png;base64,${picture.toString('base64')}"><p>${caption}</p>`,
		);
		frames.push({ picture: await drawing.locator('body').screenshot(), seconds });
		await drawing.close();
	};
	return {
		take: async (seconds: number, caption: string, part = 'body'): Promise<void> => {
			if (camera === noCamera) return;
			await tab.setViewportSize(size);
			await tab
				.locator(part)
				.evaluate((element) =>
					element.scrollIntoView({ block: element === document.body ? 'start' : 'end' }),
				);
			const hidden = 'body > aside { visibility: hidden; } main { padding-bottom: 1rem; }';
			await add(seconds, caption, await tab.screenshot({ style: hidden }));
		},
		takeWorkflow: async (
			seconds: number,
			workflows: readonly { id: string; name: string }[],
			caption: string,
		): Promise<void> => {
			if (camera === noCamera) return;
			const workflow = workflows.find(({ name }) => /recommend/i.test(name));
			assert.ok(workflow);
			const editor = await openTab();
			await openWorkflow(editor, n8n, workflow);
			await add(seconds, caption, await pictureOfNodes(editor));
		},
		save: async (): Promise<void> => await camera.takeFilm('webhook-to-recommendations', frames),
	};
}
