import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { importWorkflow, outputItems, runManually } from '../../../scripts/n8n';
import type { Scenario } from '../scenario';
import { withStandIn } from '../setting/stand-in';
import { product } from './catalog-shop';
import { chain, manualTrigger, node } from './workflow-parts';

export const fetchedFile: Scenario = {
	name: 'A file that the HTTP Request node fetched is uploaded byte for byte',
	run: async ({ n8n, emulator, credentials }) => {
		const products = Array.from({ length: 5000 }, (_, index) => product(index));
		// With spaces and a last line break, which a file that was written anew would not have.
		const body = `${JSON.stringify(products, null, 2)}\n`;
		await withStandIn({ status: 200, type: 'application/json', body }, async (url) => {
			const workflow = await importWorkflow(
				n8n,
				chain('Fetched file', [
					manualTrigger('Start'),
					node('Shop', 'n8n-nodes-base.httpRequest', 4.2, {
						url,
						options: { response: { response: { responseFormat: 'file' } } },
					}),
					{
						...node('Kainic Catalog', 'n8n-nodes-kainic.kainicCatalog', 1, {
							syncMode: 'full',
							storeId: 'store-1',
							minProducts: 1,
							productSource: 'file',
							binaryPropertyName: 'data',
							options: {},
						}),
						credentials: { kainicApi: { id: 'any', name: credentials.project.name } },
					},
				]),
				[credentials.project],
			);
			const execution = await runManually(n8n, workflow, 'Start');
			assert.equal(execution.status, 'success', execution.errorMessage);
			assert.equal(outputItems(execution, 'Kainic Catalog')[0]?.json['products'], 5000);
		});
		const [upload] = emulator.world.ledger.catalogs.uploads;
		assert.equal(upload?.fileSha256, createHash('sha256').update(body).digest('hex'));
	},
};
