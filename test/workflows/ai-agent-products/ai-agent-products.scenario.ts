import assert from 'node:assert/strict';
import { test } from '../../support/browser/editor-stage';
import { readExample } from '../../support/workflows/examples';
import { itemIds, withExample } from '../../support/workflows/webhooks';

test('Example: an AI agent finds products with Kainic Predict as its tool, for the visitor of the shop', async (stage) => {
	const { model } = stage.shops;
	const question = { anon_uid: 'visitor-1', message: 'What goes with seed-1?' };
	/** It waits for the model for 2 seconds in place of 20. */
	const change = (text: string) => text.replace('"timeout": 20000', '"timeout": 2000');
	const example = readExample('ai-agent-products.json', { change });
	await withExample(stage, example, async (ask) => {
		const { body } = await ask(question);
		assert.equal(body['anon_uid'], 'visitor-1');
		assert.match(String(body['answer']), /^The tool says: .*seed-2/);
		const [prediction] = stage.emulator.world.ledger.predictions;
		assert.equal(prediction?.anonUid, 'visitor-1');
		assert.deepEqual(prediction.itemIds, ['seed-1']);

		model.script = { item_ids: '', type: '' };
		const unable = await ask(question);
		assert.match(
			String(unable.body['answer']),
			/^The tool says: .*'Item IDs' and 'Type' are both empty/,
		);
		// The model repeats all that it sees, and whoever asks sees the answer.
		assert.doesNotMatch(String(unable.body['answer']), /of-the-shop|headers|webhook/i);

		model.script = null;
		const broken = await ask(question);
		assert.deepEqual(itemIds(broken), ['bestseller-1', 'bestseller-2']);
		assert.ok(!('reason' in broken.body), 'a stranger hears no reason');

		model.hangs = true;
		const hung = await ask(question);
		model.hangs = false;
		assert.deepEqual(itemIds(hung), ['bestseller-1', 'bestseller-2']);
	});
});
