import assert from 'node:assert/strict';
import { outputItems, type Execution } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { maintenance, unavailable } from '../../shops/shared/faults';
import type { ShopAnswer, ShopRequest } from '../../shops/shared/shop-server';
import { importExample } from './examples';
import { assertRefused, every15, nightly, type Trouble } from './shop-examples';
import { test } from '../setting/stage';

const [full, stockFile] = ['catalog-full-schedule.json', 'catalog-stock-file.json'];

const stock = 400;

const isPages = ({ path }: ShopRequest) => path === '/api/products';
const isPage = (page: number) => (request: ShopRequest) =>
	isPages(request) && request.query.get('page') === String(page);

/** In the words of n8n. */
const fails = /500|503|not able to process|unavailable/i;
const gone = /404|could not be found/;
const notProduct = /not a product with an ID/;
const wrong: ShopAnswer = { status: 500, body: 'no' };
const missing: ShopAnswer = { status: 404, body: 'no such page' };

const empty: Trouble[2] = (own) => ({ ...own(), body: [] });

/** One of more pages than the example reads. */
const endless: Trouble[2] = (_, { query }) => ({
	status: 200,
	headers: { 'x-total-pages': '99999', 'x-total-count': '99999' },
	body: [{ item_id: query.get('page') }],
});

/** What n8n makes of them. test/unit/examples has what the example makes of any list. */
const pageTroubles: readonly Trouble[] = [
	['an empty page', isPage(5), empty, /reports 400 products, its pages have 360/],
	['nothing but empty pages', isPages, empty, /was identical/],
	['HTML under 200', isPage(5), (own) => ({ ...own(), ...maintenance }), notProduct],
	['more pages than are read', isPages, endless, /its pages have 1000/],
	['a page that fails', isPage(7), () => wrong, fails],
	['a missing page', isPages, () => missing, gone],
];

test('Example: whatever is wrong with a page of the shop, nothing is uploaded and the run says why @night', async (stage) => {
	const { shop, emulator } = stage;
	shop.stock = stock;
	const run = await importExample(stage, full, nightly);
	untroubled(await run());
	await assertRefused(stage, shop, run, pageTroubles);
	shop.faults = [{ concerns: isPage(7), answer: () => unavailable, times: 4 }];
	untroubled(await run());
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 2);
});

function untroubled(execution: Execution): void {
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Save Count')[0]?.json['products'], stock);
}

const always = () => true;
const cut: ShopAnswer = { status: 200, body: '[{"item_id":"a"},{"item' };

/** The nodes that read the shop refuse a host at which nobody listens. */
const noShop = 'http://127.0.0.1:9';

test('Example: a stock file that is missing or broken, and a shop that is down, change nothing and are told @night', async (stage) => {
	await assertRefused(stage, stage.shop, await importExample(stage, stockFile, every15), [
		['a missing file', always, () => missing, gone],
		['a page in its place', always, () => maintenance, /HTML/],
		['a file that is cut', always, () => cut, /is cut off/],
		['a shop that is overloaded', always, () => unavailable, fails],
	]);
	for (const [file, trigger] of [
		[full, nightly],
		[stockFile, every15],
	] as const) {
		const run = await importExample(stage, file, trigger, { shop: noShop });
		await assertRefused(stage, stage.shop, run, [
			['a shop that is down', always, () => wrong, /refused/i],
		]);
	}
});

const noTable: JsonObject = {
	dataTableId: { __rl: true, mode: 'name', value: 'No such table' },
};

test('Example: a count that cannot be read refuses the catalog, one that cannot be kept ends the run after it @night', async (stage) => {
	for (const [node, uploads] of [
		['Read Last Count', 0],
		['Save Count', 1],
	] as const) {
		// Another scenario may have left a larger count.
		const replaced = { 'Upload Catalog': { options: { maxShrink: 100 } }, [node]: noTable };
		const run = await importExample(stage, full, nightly, { replaced });
		const { status, errorMessage = '' } = await run();
		assert.equal(status, 'error', node);
		assert.match(errorMessage, /No such table/);
		assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, uploads);
	}
});
