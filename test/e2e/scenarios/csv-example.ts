import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
	chain,
	itemsNode,
	manualTrigger,
	node,
	outputItems,
	runManually,
	trigger,
} from '../../../harness';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { json } from './catalog-shop';
import { importExample, lastAlert } from './run-example';

const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const header = 'SKU,Name,Price,Stock';

interface FileTrouble {
	readonly body: string;
	readonly type?: string;
	readonly says: RegExp;
}

const fileTroubles: readonly FileTrouble[] = [
	{ body: '', says: /no rows|cannot be read/ },
	{ body: header, says: /no rows/ },
	{ body: '<html><body>Maintenance</body></html>', type: 'text/html', says: /no rows/ },
	{ body: '{"error":"maintenance"}', type: json, says: /no column|cannot be read|no rows/ },
	{ body: 'SKU;Name;Price;Stock\na;b;1;2\n', says: /no column "SKU".*SKU;Name/ },
	{ body: 'SKU,Name,Price\na,b,1\n', says: /no column "Stock"/ },
	{ body: `${header}\na,b,1,2\n,c,1,2\n`, says: /Row 3 has no "SKU"/ },
	{ body: `${header}\na,b,1,2\na,c,1,2\n`, says: /"a" is in row 2 and again in row 3/ },
	{ body: `${header}\na,b,cheap,2\n`, says: /Row 2: "cheap" in the column "Price"/ },
	{ body: `${header}\na,b,"1,234",2\n`, says: /Row 2: "1,234"/ },
	{ body: `${header}\na,"b,1,2\nc,d,1,2\n`, says: /cannot be read|no column|Row/ },
	{ body: 'PK\u0003\u0004 broken', type: sheet, says: /cannot be read/ },
];

export const csvExample: EditorScenario = {
	name: 'Example: a CSV or an Excel file becomes the catalog, and a broken one is told and changes nothing',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { catalogs } = emulator.world.ledger;
		const rows = Array.from({ length: 3000 }, (_, index) => ({
			SKU: `000${index}`,
			Name: `Shoe, "red" ${index} 👟`,
			Price: 10 + index / 2,
			Stock: index % 7,
		}));
		const expected = rows.map(({ SKU, Name, Price, Stock }) => {
			return { item_id: SKU, title: Name, price: Price, stock: Stock };
		});
		const sha256 = createHash('sha256').update(JSON.stringify(expected)).digest('hex');
		const lines = rows.map(({ SKU, Name, Price, Stock }) => {
			return [
				SKU,
				`"${Name.replaceAll('"', '""')}"`,
				`"${String(Price).replace('.', ',')}"`,
				Stock,
			].join(',');
		});
		const csv = (body: string, type = 'text/csv') =>
			shop.files.set('/products.csv', { type, body });

		const run = await importExample(stage, 'catalog-csv.json', 'Every Night', (text) =>
			text.replaceAll('"store-1"', '"store-2"'),
		);
		csv(`\ufeff${header}\r\n${lines.join('\r\n')}\r\n`);
		const first = await run();
		assert.equal(outputItems(first, 'Keep Count')[0]?.json['products'], 3000, lastAlert(shop));
		assert.equal(catalogs.uploads.at(-1)?.fileSha256, sha256);

		await putSheet(stage, rows, `${shop.url}/products.csv`);
		const second = await run();
		assert.equal(outputItems(second, 'Keep Count')[0]?.json['products'], 3000, lastAlert(shop));
		assert.equal(catalogs.uploads.at(-1)?.fileSha256, sha256);
		assert.equal(catalogs.uploads.length, 2);

		for (const { body, type, says } of fileTroubles) {
			csv(body, type);
			const told = shop.alerts.length;
			await run();
			assert.equal(shop.alerts.length, told + 1, body);
			assert.match(lastAlert(shop), /^The catalog was not uploaded: /);
			assert.match(lastAlert(shop), says);
		}
		csv(`${header}\n${lines.slice(0, 900).join('\n')}`);
		await run();
		assert.match(lastAlert(shop), /would shrink from 3,000 to 900 products/);
		assert.equal(catalogs.uploads.length, 2);
	},
};

/** Lets n8n itself write the rows into an Excel file, and put it at this address. */
async function putSheet(
	{ n8n, importWorkflow }: EditorStage,
	rows: readonly object[],
	url: string,
): Promise<void> {
	const workflow = chain('Sheet', [
		manualTrigger(),
		itemsNode(
			'Rows',
			rows.map((row) => ({ ...row })),
		),
		node('Excel', 'n8n-nodes-base.convertToFile', 1.1, { operation: 'xlsx', options: {} }),
		node('Put', 'n8n-nodes-base.httpRequest', 4.2, {
			method: 'PUT',
			url,
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'data',
			options: {},
		}),
	]);
	const execution = await runManually(n8n, await importWorkflow(workflow), trigger);
	assert.equal(execution.status, 'success', execution.errorMessage);
}
