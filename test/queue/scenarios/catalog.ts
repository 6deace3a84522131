import assert from 'node:assert/strict';
import {
	callWebhook,
	catalogFile,
	chain,
	formWith,
	kainic,
	listExecutions,
	waitForExecution,
	webhook,
} from '../../../tools/n8n';
import { workerOf } from '../workers';
import { test } from '../queue-stage';

const path = 'queue-catalog';

const workflow = chain('Catalog', [
	webhook(path, 'firstItem'),
	kainic('Kainic Catalog', {
		syncMode: 'full',
		storeId: 'store-1',
		productSource: 'file',
		binaryPropertyName: 'data',
		options: {},
	}),
]);

test('a catalog that main took in is uploaded by a worker, byte for byte', async (stage) => {
	const { workers, n8n, emulator, report } = stage;
	const stored = await stage.activate(workflow);
	const file = catalogFile(60_000);
	const response = await callWebhook(n8n, path, formWith(file.content));
	const answer: unknown = await response.json();
	assert.equal(response.status, 200, JSON.stringify(answer));

	const [execution] = await listExecutions(n8n, stored);
	assert.ok(execution);
	assert.equal((await waitForExecution(n8n, execution.id)).status, 'success');
	const [upload] = emulator.world.ledger.catalogs.uploads;
	assert.deepEqual(
		{ bytes: upload?.fileBytes, sha256: upload?.fileSha256 },
		{ bytes: file.content.length, sha256: file.sha256 },
	);
	const { name } = workerOf(workers, execution.id);
	report(`        ${name} uploaded ${file.products} products`);
});
