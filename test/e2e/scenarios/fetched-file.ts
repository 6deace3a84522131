import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
	chain,
	kainic,
	manualTrigger,
	node,
	outputItems,
	runManually,
	trigger,
} from '../../../harness';
import type { EditorScenario } from '../scenario';
import { withStandIn } from '../setting/stand-in';
import { product } from './catalog-shop';

export const fetchedFile: EditorScenario = {
	name: 'A file that the HTTP Request node fetched is uploaded byte for byte',
	run: async ({ n8n, emulator, importWorkflow }) => {
		const products = Array.from({ length: 5000 }, (_, index) => product(index));
		// With spaces and a last line break, which a file that was written anew would not have.
		const body = `${JSON.stringify(products, null, 2)}\n`;
		await withStandIn({ status: 200, type: 'application/json', body }, async (url) => {
			const workflow = await importWorkflow(
				chain('Fetched file', [
					manualTrigger(),
					node('Shop', 'n8n-nodes-base.httpRequest', 4.2, {
						url,
						options: { response: { response: { responseFormat: 'file' } } },
					}),
					kainic('Kainic Catalog', {
						syncMode: 'full',
						storeId: 'store-1',
						minProducts: 1,
						productSource: 'file',
						binaryPropertyName: 'data',
						options: {},
					}),
				]),
			);
			const execution = await runManually(n8n, workflow, trigger);
			assert.equal(execution.status, 'success', execution.errorMessage);
			assert.equal(outputItems(execution, 'Kainic Catalog')[0]?.json['products'], 5000);
		});
		const [upload] = emulator.world.ledger.catalogs.uploads;
		assert.equal(upload?.fileSha256, createHash('sha256').update(body).digest('hex'));
	},
};
