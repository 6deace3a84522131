import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { outputItems } from '../../../tools/n8n';
import { importExample } from './examples';
import { assertFilesRefused, nightly } from './shop-examples';
import { test } from '../setting/stage';

const header = 'SKU,Name,Price,Stock';

/** What n8n makes of them. test/unit/examples has what the example makes of any rows. */
const troubles: ReadonlyArray<readonly [body: string | Uint8Array, says: RegExp]> = [
	['', /no rows/],
	['<html><body>Maintenance</body></html>', /no rows/],
	[`${header}\na,"b,1,2\nc,d,1,2\n`, /Row 2 has a wrong quotation mark/],
	[`${header}\na,b,1\n`, /Row 2 has 3 cells/],
	[Buffer.from(`${header}\na,Größe,1,2\n`, 'latin1'), /a letter that is not in /],
];

test('Example: a CSV file becomes the catalog, and a broken one changes nothing and says where it is', async (stage) => {
	const { shop, emulator } = stage;
	const { catalogs } = emulator.world.ledger;
	const rows = Array.from({ length: 3000 }, (_, index) => ({
		item_id: `000${index}`,
		title: `Shoe, "red" ${index} 👟`,
		price: 1000 + index / 2,
		stock: index % 7,
	}));
	const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
	const lines = rows.map(({ item_id: id, title, price, stock }) => {
		const quoted = title.replaceAll('"', '""');
		return `${id},"${quoted}","${price.toLocaleString('de-DE')}",${stock}`;
	});
	const body = `\ufeff${header}\r\n${lines.join('\r\n')}\r\n`;
	shop.files.set('/products.csv', { status: 200, body });

	const importWith = async (validateOnly: boolean) =>
		await importExample(stage, 'catalog-csv.json', nightly, {
			change: (text) =>
				text
					.replaceAll('"store-1"', '"store-2"')
					.replaceAll('"validateOnly": false', `"validateOnly": ${validateOnly}`)
					.replace(/("name": "decimal_sign",\s*"value": )""/, '$1","'),
		});
	const look = await importWith(true);
	// A preview saves no count, so the first upload has nothing to compare with.
	assert.equal(outputItems(await look(), 'Save Count')[0]?.json['products'], 0);
	assert.equal(catalogs.uploads.length, 0);
	const run = await importWith(false);
	const first = await run();
	assert.equal(outputItems(first, 'Save Count')[0]?.json['products'], 3000, first.errorMessage);
	assert.equal(catalogs.uploads.at(-1)?.fileSha256, sha256);

	const fewer = `${header}\n${lines.slice(0, 900).join('\n')}`;
	const shrank = [fewer, /has 900 products, but 'Minimum Products' is 1,500/] as const;
	await assertFilesRefused(stage, run, [...troubles, shrank]);
	assert.equal(catalogs.uploads.length, 1);
});
