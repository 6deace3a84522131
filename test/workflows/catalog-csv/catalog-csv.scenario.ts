import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { outputItems } from '../../../tools/n8n';
import { start } from '../../support/doubles/server/server';
import { importExample } from '../../support/workflows/examples';
import { assertFilesRefused, nightly } from '../../support/workflows/run-example';
import { test } from '../../support/browser/editor-stage';

const header = 'SKU,Name,Price,URL,Image,Stock';

/** What n8n makes of them. catalog-csv.test.ts has what the example makes of any rows. */
const troubles: ReadonlyArray<readonly [body: string | Uint8Array, says: RegExp]> = [
	['', /no rows/],
	['<html><body>Maintenance</body></html>', /no rows/],
	[`${header}\na,"b,1,2\nc,d,1,2\n`, /Quote Not Closed/],
	[`${header}\na,5" b,1,2\n`, /Invalid Opening Quote/],
	[`${header}\na,b,1\n`, /Invalid Record Length.* got 3 on line 2/],
	[`${header}\na,b,1,2,3\n`, /Invalid Record Length.* got 5 on line 2/],
	[Buffer.from(`${header}\na,Größe,1,,,2\n`, 'latin1'), /letters that are not in /],
];

test('Example: a CSV file becomes the catalog, and a broken one changes nothing and says where it is', async (stage) => {
	const { shop, emulator } = stage;
	const { catalogs } = emulator.world.ledger;
	const rows = Array.from({ length: 3000 }, (_, index) => ({
		item_id: `000${index}`,
		title: `Shoe, "red" ${index} 👟`,
		price: 1000 + index / 2,
		stock: index % 7,
		url: `https://shop.example/p/${index}`,
		image_url: `https://shop.example/${index}.jpg`,
	}));
	const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
	const lines = rows.map(({ item_id: id, title, price, stock, url, image_url: image }) => {
		const quoted = title.replaceAll('"', '""');
		return `${id},"${quoted}","${price.toLocaleString('de-DE', { minimumFractionDigits: 2 })}",${url},${image},${stock}`;
	});
	const body = `\ufeff${header}\r\n${lines.join('\r\n')}\r\n`;
	shop.files.set('/products.csv', { status: 200, body });

	const importWith = async (validateOnly: boolean) =>
		await importExample(stage, 'catalog-csv.json', nightly, {
			change: (text) =>
				text
					.replaceAll('"store-1"', '"store-2"')
					.replaceAll('"validateOnly": false', `"validateOnly": ${validateOnly}`),
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

test('Example: a CSV file that is cut off inside its last number is not uploaded, since its server told its length', async (stage) => {
	const body = `${header}\n${Array.from({ length: 20 }, (_, id) => `${id},Shoe,1,https://shop.example/${id},,2`).join('\n')}19`;
	let missing = 1;
	const server = createServer((_, response) => {
		response.writeHead(200, { 'content-length': body.length });
		response.write(body.slice(0, body.length - missing), () => response.destroy());
	});
	const { url, close } = await start(server);
	const run = await importExample(stage, 'catalog-csv.json', nightly, { shop: url });
	try {
		const cut = await run();
		assert.equal(cut.status, 'error');
		assert.match(cut.errorMessage ?? '', /aborted/);
		assert.equal(cut.runData['Read Text'], undefined);
		missing = 0;
		const whole = await run();
		assert.equal(whole.status, 'success', whole.errorMessage);
		assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 1);
	} finally {
		await close();
	}
});
