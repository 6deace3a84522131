import assert from 'node:assert/strict';
import { outputItems } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { feedOf } from '../../support/doubles/example-shop';
import { importExample } from '../../support/workflows/examples';
import { assertFilesRefused, nightly } from '../../support/workflows/run-example';
import { test } from '../../support/browser/editor-stage';

function rowOf(index: number): JsonObject {
	return {
		...{ item_id: `000${index}`, parent_id: index % 2 ? `group-${index}` : `000${index}` },
		...{ title: `Shoe "${index}" & more 👟`, price: index + 0.5 },
		...{ url: `https://shop.example/p/${index}?a=1&b=2` },
		...{ image_url: `https://shop.example/${index}.jpg`, in_stock: index % 7 > 0 },
	};
}

const atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry></feed>';

/** What n8n makes of them. catalog-google-feed.test.ts has what the example makes of any product. */
const troubles: ReadonlyArray<readonly [body: string, says: RegExp]> = [
	['', /./],
	['<html><body>Maintenance<br></body></html>', /tag/i],
	[feedOf(600).slice(0, 100_000), /Unclosed|Unexpected end/i],
	[atom, /no g:id of their own|rss/],
	[feedOf(200), /has 200 products, but 'Minimum Products' is 300/],
	// n8n's XML node makes an object of a single product, and Split Out divides its fields.
	[feedOf(1), /Bad price or letter|no g:id of their own/],
];

test('Example: a Google Merchant feed becomes the catalog, and a broken one changes nothing', async (stage) => {
	const { shop, emulator } = stage;
	const { catalogs } = emulator.world.ledger;
	const run = await importExample(stage, 'catalog-google-feed.json', nightly, {
		change: (text) => text.replaceAll('"store-1"', '" store-1 "'),
	});
	shop.files.set('/google-feed.xml', { status: 200, body: feedOf(600) });
	const first = await run();
	assert.equal(outputItems(first, 'Save Count')[0]?.json['products'], 600, first.errorMessage);
	const rows = Array.from({ length: 600 }, (_, index) => rowOf(index));
	assert.deepEqual(catalogs.of('store-1')?.products, rows);
	await assertFilesRefused(stage, run, troubles);
	assert.equal(catalogs.uploads.length, 1);
});
