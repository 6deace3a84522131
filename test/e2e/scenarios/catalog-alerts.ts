import assert from 'node:assert/strict';
import { outputItems, type Execution } from '../../../harness';
import type { EditorScenario } from '../scenario';
import { json, pageOf, product, type ShopAnswer } from './catalog-shop';
import { importExample, impatient } from './run-example';

const stock = 400;

/** Nobody listens there. */
const nobody = 'http://127.0.0.1:9/';

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
const counted = (held: number, different = held): RegExp =>
	new RegExp(`counts [\\d, then]+, its pages hold ${held} \\(${different} different\\)`);
/** In the words of n8n. */
const fails = /500|not able to process/;
const gone = /404|could not be found/;
const notProduct = /Not a product with an ID/;

let drawn = 0;

const troubles: readonly Trouble[] = [
	{ name: 'an empty page', page: only(5, list([])), says: counted(360) },
	{ name: 'an empty first page', page: only(1, list([])), says: counted(360) },
	{ name: 'nothing but empty pages', page: () => list([]), says: /was identical/ },
	{ name: 'HTML under 200', page: only(5, { ...html('Busy'), headers: totals }), says: notProduct },
	{ name: 'HTML that differs', page: () => html(`Busy ${(drawn += 1)}`), says: notProduct },
	{ name: 'cut JSON', page: only(5, { ...list([]), body: '[{"item' }), says: /./ },
	{ name: 'an error', page: only(3, list({ error: 'x' })), says: notProduct },
	{ name: 'a list of lists', page: only(3, list([[]])), says: notProduct },
	{ name: 'a repeated page', page: only(6, pageOf(5, stock)), says: counted(400, 360) },
	{ name: 'a total that changes', page: only(6, pageOf(6, stock + 1)), says: counted(400) },
	{ name: 'a page that is cut', page: only(10, list([product(0.5)])), says: counted(361) },
	{
		name: 'no headers',
		page: (number) => ({ type: json, body: pageOf(number, stock).body }),
		says: /counts , its pages hold 40/,
	},
	{
		name: 'more pages than are read',
		page: (number) => ({ ...pageOf(1, 1), body: `[{"item_id":${number}}]`, headers: endless }),
		says: counted(1000),
	},
	{ name: 'a page that fails', page: only(7, { status: 500, body: 'no' }), says: fails },
	{ name: 'a last page that fails', page: only(10, { ...list([]), status: 500 }), says: fails },
	{ name: 'a missing page', page: () => ({ status: 404, body: 'no such page' }), says: gone },
];

export const troubledPages: EditorScenario = {
	name: 'Example: whatever is wrong with a page of the shop, nothing is uploaded and the run says why',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { catalogs } = emulator.world.ledger;
		shop.stock = stock;
		const run = await importExample(stage, 'catalog-full-schedule.json', 'Every Night', impatient);
		untroubled(await run());
		assert.equal(catalogs.of('store-1')?.productCount, stock);

		for (const { name, page, says } of troubles) {
			shop.interfere = page;
			shop.pagesRead = 0;
			const { status, errorMessage = '' } = await run();
			assert.equal(status, 'error', name);
			assert.match(errorMessage, says, name);
			assert.equal(catalogs.uploads.length, 1, name);
			assert.ok(shop.pagesRead <= 1000, `${name}: ${shop.pagesRead} pages were read`);
		}

		let failures = 4;
		shop.interfere = (page) =>
			page === 7 && failures-- > 0 ? { status: 503, body: 'busy' } : undefined;
		untroubled(await run());
		assert.equal(catalogs.uploads.length, 2);
	},
};

function untroubled(execution: Execution): void {
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Keep Count')[0]?.json['products'], stock);
}

export const unknownUpload: EditorScenario = {
	name: 'Example: a stock file that is missing or broken, and a shop that is down, change nothing and are told',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { uploads } = emulator.world.ledger.catalogs;
		shop.interfere = () => undefined;
		const [file, trigger] = ['catalog-stock-file.json', 'Every Quarter of an Hour'];
		const stockRun = await importExample(stage, file, trigger, impatient);
		const files: ReadonlyArray<readonly [ShopAnswer | undefined, RegExp]> = [
			[undefined, gone],
			[html('Maintenance'), /HTML/],
			[{ type: json, body: '' }, /empty/],
			[{ type: json, body: '[{"item_id":"a"},{"item' }, /ends too early/],
			[{ type: json, body: '{"error":"maintenance"}' }, /is an object, not an array/],
			[{ type: json, status: 503, body: '[]' }, /503|unavailable/i],
		];
		for (const [answer, says] of files) {
			shop.files.delete('/stock.json');
			if (answer !== undefined) shop.files.set('/stock.json', answer);
			const { status, errorMessage = '' } = await stockRun();
			assert.equal(status, 'error', String(says));
			assert.match(errorMessage, says);
		}
		const examples = [
			['catalog-full-schedule.json', 'Every Night'],
			[file, trigger],
		] as const;
		for (const [name, start] of examples) {
			const run = await importExample(stage, name, start, (text) =>
				impatient(text).replaceAll(/"http:[^"]*\/(api\/products|stock.json)"/g, `"${nobody}"`),
			);
			const { errorMessage = '' } = await run();
			assert.match(errorMessage, /refused/i, name);
		}
		assert.deepEqual(uploads, []);
	},
};
