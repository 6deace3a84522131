import assert from 'node:assert/strict';
import { openShop } from '../../../tools/demo/shop';
import { catalogOf } from '../../../tools/demo/shop/products';
import { test } from '../../support/browser/editor-stage';
import { renderedTemplate, settingsOf } from '../../support/workflows/code-node';

test("Example: the newsletter shows the products of the demo's shop @night", async (stage) => {
	const { n8n, emulator, camera, openTab } = stage;
	const addresses = { kainicUrl: emulator.url, n8nUrl: n8n.url, healthUrl: n8n.url };
	const shop = await openShop(0, addresses);
	const products = catalogOf(shop.url).filter(({ category }) => category.startsWith('running'));
	const customer = {
		...{ email: 'ada@customer.example', name: ' Ada' },
		products: products.slice(0, 6).map(({ title, url, image_url: image, price }) => {
			return { title, url, image, price: `€${price.toFixed(2)}` };
		}),
	};
	const settings = { ...settingsOf('newsletter.json'), shop_name: 'Upland Outfitters' };
	const nodes = (node: string) => ({
		first: () => ({ json: node === 'Your Shop' ? settings : customer }),
	});
	const html = renderedTemplate('newsletter.json', 'Send Email', { $json: customer, $: nodes });
	const page = await openTab();
	await page.setViewportSize({ width: 640, height: 900 });
	await page.setContent(String(html));
	const isLoaded = await page
		.locator('img')
		.evaluateAll(
			async (all) =>
				await Promise.all(
					all.map(async (each) => each instanceof HTMLImageElement && (await each.decode(), true)),
				),
		);
	assert.deepEqual(
		isLoaded,
		Array.from({ length: 6 }, () => true),
	);
	await camera.take('newsletter', page);
	await shop.close();
});
