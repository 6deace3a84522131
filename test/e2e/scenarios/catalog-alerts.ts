import assert from 'node:assert/strict';
import { outputItems, type Execution } from '../../../harness';
import type { EditorScenario } from '../scenario';
import { json, pageOf, product, type ShopAnswer, type StandInShop } from './catalog-shop';
import { importExample, lastAlert } from './run-example';

const stock = 400;

/** Nobody listens there. */
const nobody = 'http://127.0.0.1:9/';

const examples = [
	['catalog-full-schedule.json', 'Every Night'],
	['catalog-stock-file.json', 'Every Quarter of an Hour'],
] as const;

interface Trouble {
	readonly name: string;
	/** Takes the place of a page. */
	readonly page: (number: number) => ShopAnswer | undefined;
	readonly says: RegExp;
}

const html = (text: string): ShopAnswer => ({ type: 'text/html', body: `<h1>${text}</h1>` });
const totals = pageOf(1, stock).headers ?? {};
const only = (page: number, given: ShopAnswer) => (number: number) =>
	number === page ? given : undefined;
const list = (value: unknown): ShopAnswer => ({
	type: json,
	headers: totals,
	body: JSON.stringify(value),
});

const endless = { 'x-total-pages': '99999', 'x-total-count': '99999' };

let drawn = 0;

const troubles: readonly Trouble[] = [
	{ name: 'an empty page', page: only(5, list([])), says: /Page 5 is empty/ },
	{ name: 'an empty first page', page: only(1, list([])), says: /Page 1 is empty/ },
	{ name: 'nothing but empty pages', page: () => list([]), says: /was identical/ },
	{ name: 'HTML under 200', page: only(5, html('Busy')), says: /Page 5 is not JSON/ },
	{
		name: 'HTML that differs',
		page: () => html(`Busy ${(drawn += 1)}`),
		says: /Page 1 is not JSON/,
	},
	{
		name: 'HTML that differs, with the headers',
		page: () => ({ ...html(`Busy ${(drawn += 1)}`), headers: totals }),
		says: /Page 1 is not JSON/,
	},
	{ name: 'an error', page: only(3, list({ error: 'x' })), says: /Page 3 is no list of products/ },
	{ name: 'a list of lists', page: only(3, list([[]])), says: /Page 3 holds something/ },
	{ name: 'a repeated page', page: only(6, pageOf(5, stock)), says: /sku-160" is on page 5 and/ },
	{
		name: 'a total that changes',
		page: only(6, pageOf(6, stock + 1)),
		says: /products changed while they were read/,
	},
	{
		name: 'a page that is cut',
		page: only(10, list([product(0.5)])),
		says: /it has 400 products, but its pages hold 361/,
	},
	{
		name: 'no headers',
		page: (number) => ({ type: json, body: pageOf(number, stock).body }),
		says: /no number in its header x-total-pages/,
	},
	{
		name: 'more pages than are read',
		page: (number) => ({ ...pageOf(1, 1), body: `[{"item_id":${number}}]`, headers: endless }),
		says: /it has 99999 pages, but 1000 were read/,
	},
	{ name: 'a page that fails', page: only(7, { status: 500, body: 'no' }), says: /500/ },
	{ name: 'a last page that fails', page: only(10, { ...list([]), status: 500 }), says: /500/ },
	{ name: 'a missing page', page: () => ({ status: 404, body: 'no such page' }), says: /404/ },
	{ name: 'nothing at all', page: () => ({ status: 404, body: '' }), says: /gave no reason|404/ },
];

export const troubledPages: EditorScenario = {
	name: 'Example: whatever is wrong with a page of the shop, nothing is uploaded and somebody is told why',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { catalogs } = emulator.world.ledger;
		shop.stock = stock;
		const run = await importExample(stage, 'catalog-full-schedule.json', 'Every Night', (text) =>
			text.replace('"requestInterval": 50', '"requestInterval": 0'),
		);
		await untroubled(shop, run);
		assert.equal(catalogs.of('store-1')?.productCount, stock);

		for (const { name, page, says } of troubles) {
			shop.interfere = page;
			const told = shop.alerts.length;
			shop.pagesRead = 0;
			const execution = await run();
			assert.equal(execution.status, 'success', `${name}: ${execution.errorMessage}`);
			assert.equal(shop.alerts.length, told + 1, name);
			assert.match(lastAlert(shop), /^The catalog was not uploaded: /, name);
			assert.match(lastAlert(shop), says, `${name}: ${shop.alerts.at(-1)}`);
			assert.equal(catalogs.uploads.length, 1, name);
			assert.ok(shop.pagesRead <= 1000, `${name}: ${shop.pagesRead} pages were read`);
		}

		let failures = 1;
		shop.interfere = (page) =>
			page === 7 && failures-- > 0 ? { status: 503, body: 'busy' } : undefined;
		const told = shop.alerts.length;
		await untroubled(shop, run);
		assert.equal(catalogs.uploads.length, 2);
		assert.equal(shop.alerts.length, told);
	},
};

async function untroubled(shop: StandInShop, run: () => Promise<Execution>): Promise<void> {
	const execution = await run();
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Keep Count')[0]?.json['products'], stock, lastAlert(shop));
}

export const unknownUpload: EditorScenario = {
	name: 'Example: an upload whose confirmation is lost is not called a failure, and a shop that is down is told',
	run: async (stage) => {
		const { shop, emulator } = stage;
		shop.stock = stock;
		shop.interfere = () => undefined;
		shop.files.set('/stock.json', { type: json, body: '[{"item_id":"sku-1","stock":3}]' });
		const full = await importExample(stage, 'catalog-full-schedule.json', 'Every Night');
		const stockRun = await importExample(
			stage,
			'catalog-stock-file.json',
			'Every Quarter of an Hour',
		);
		emulator.inject({ kind: 'drop', at: 'after_request', count: 'always' });
		await full();
		assert.match(lastAlert(shop), /^It is not known whether the catalog was uploaded: /);
		await stockRun();
		assert.match(lastAlert(shop), /^It is not known whether the stock was uploaded: /);
		emulator.reset();

		const files: ReadonlyArray<readonly [ShopAnswer | undefined, RegExp]> = [
			[undefined, /404/],
			[html('Maintenance'), /HTML/],
			[{ type: json, body: '' }, /empty/],
			[{ type: json, body: '[{"item_id":"a"},{"item' }, /ends too early/],
			[{ type: json, body: '{"error":"maintenance"}' }, /is an object, not an array/],
			[{ type: json, status: 503, body: '[]' }, /503/],
		];
		for (const [file, says] of files) {
			shop.files.delete('/stock.json');
			if (file !== undefined) shop.files.set('/stock.json', file);
			const told = shop.alerts.length;
			await stockRun();
			assert.equal(shop.alerts.length, told + 1, String(says));
			assert.match(lastAlert(shop), /^The stock was not uploaded: /);
			assert.match(lastAlert(shop), says);
		}
		assert.equal(emulator.world.ledger.catalogs.uploads.length, 0);

		for (const [file, trigger] of examples) {
			const run = await importExample(stage, file, trigger, (text) =>
				text.replaceAll(/"http:[^"]*\/(api\/products|stock.json)"/g, `"${nobody}"`),
			);
			const told = shop.alerts.length;
			await run();
			assert.equal(shop.alerts.length, told + 1, file);
			assert.match(lastAlert(shop), /was not uploaded: .*refused/i);
		}
	},
};
