import assert from 'node:assert/strict';
import { listExecutions, outputItems, waitForExecution } from '../../../tools/n8n';
import { everyFewSeconds } from '../../support/workflows/impatient';
import { test } from '../../support/browser/editor-stage';
import { productsOf, sha256Of } from '../../support/doubles/example-shop';
import { readExample, whileActive } from '../../support/workflows/examples';
import { until } from '../../support/workflows/data-tables';
import { every15 } from '../../support/workflows/run-example';

test('Example: a schedule uploads a stock file byte for byte, after a 503 in its middle', async (stage) => {
	const { n8n, shop, emulator, credentials } = stage;
	const body = Buffer.from(JSON.stringify(productsOf(20_000)));
	const headers = { 'content-type': 'application/json' };
	shop.files.set('/stock.json', { status: 200, headers, body });
	emulator.inject({ kind: 'early_answer', status: 503 });
	const replaced = { [every15]: everyFewSeconds };
	const example = readExample('catalog-stock-file.json', { shop: shop.url, replaced });
	const execution = await whileActive(stage, example, [credentials.project], async (workflow) => {
		await until(async () => (await listExecutions(n8n, workflow)).length > 0);
		const first = (await listExecutions(n8n, workflow)).at(-1);
		assert.equal(first?.mode, 'trigger');
		return await waitForExecution(n8n, first.id);
	});
	assert.equal(execution.status, 'success', execution.errorMessage);
	const [item] = outputItems(execution, 'Update Stock');
	assert.equal(item?.json['attempts'], 2);
	assert.equal(item?.json['syncMode'], 'stock');
	assert.equal(emulator.world.ledger.catalogs.uploads[0]?.fileSha256, sha256Of(body));
});
