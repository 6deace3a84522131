import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
	type CatalogFile,
	callWebhook,
	catalogFile,
	chain,
	formWith,
	kainic,
	listExecutions,
	waitForExecution,
	webhook,
} from '../../../harness';
import { workerOf } from '../workers';
import type { QueueScenario, QueueStage } from '../stage';

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

export const sharedCatalog: QueueScenario = {
	name: 'a catalog that main took in is uploaded by a worker, byte for byte',
	async run(stage) {
		const { workers, n8n, emulator, report } = stage;
		const stored = await stage.activate(workflow);
		const file = catalogFile(60_000);
		const start = performance.now();
		const response = await callWebhook(n8n, path, formWith(file.content));
		const answer: unknown = await response.json();
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		assert.equal(response.status, 200, JSON.stringify(answer));

		const [execution] = await listExecutions(n8n, stored);
		assert.ok(execution);
		assert.equal((await waitForExecution(n8n, execution.id)).status, 'success');
		const [upload] = emulator.world.ledger.catalogs.uploads;
		assert.deepEqual(
			{ bytes: upload?.fileBytes, sha256: upload?.fileSha256 },
			{ bytes: file.content.length, sha256: file.sha256 },
		);
		assert.ok(isStored(stage, file), 'the file is not in the shared folder');
		const megabytes = (file.content.length / 1e6).toFixed(1);
		report(
			`        ${file.products} products, ${megabytes} MB, stored by main in the shared folder`,
		);
		report(
			`        ${workerOf(workers, execution.id).name} uploaded it: the same SHA-256 at Kainic`,
		);
		report(`        ${seconds} s from the form to the answer`);
	},
};

function isStored({ binaryFolder }: QueueStage, file: CatalogFile): boolean {
	const names = readdirSync(binaryFolder, { recursive: true, encoding: 'utf8' });
	return names
		.map((name) => join(binaryFolder, name))
		.filter((name) => statSync(name).isFile() && statSync(name).size === file.content.length)
		.some((name) => createHash('sha256').update(readFileSync(name)).digest('hex') === file.sha256);
}
