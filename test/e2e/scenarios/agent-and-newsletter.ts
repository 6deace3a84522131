import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { importWorkflow, runManually, type StoredCredential } from '../../../tools/n8n';
import { repositoryRoot } from '../../../tools/n8n/recipe';
import { type EditorStage, test } from '../setting/stage';
import { withStandIn } from '../setting/stand-in';
import { answerWith, itemIds, withExample } from './webhooks';
import { readExample } from './examples';
import { deleteDataTables, tableRows } from './failed-rows';
import { withShopCredentials } from './shop-examples';

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
			/^The tool says: .*Item IDs and Type are both empty/,
		);

		model.script = null;
		const broken = await ask(question);
		assert.deepEqual(itemIds(broken), ['bestseller-1', 'bestseller-2']);
		assert.match(String(broken.body['reason']), /^Bad request/);

		model.hangs = true;
		const hung = await ask(question);
		model.hangs = false;
		assert.deepEqual(itemIds(hung), ['bestseller-1', 'bestseller-2']);
		assert.match(String(hung.body['reason']), /time/i);
	});
});

test('Example: each customer of a newsletter gets one mail in a week, and the next run serves whom one missed', async (stage) =>
	await withShopCredentials(stage, async (stored) => await writeMails(stage, stored)));

const [ada, ben] = ['ada@customer.example', 'ben@customer.example'];

async function writeMails(
	{ n8n, credentials, emulator, shops: { mailbox } }: EditorStage,
	stored: readonly StoredCredential[],
): Promise<void> {
	const example = readExample('newsletter.json');
	const workflow = await importWorkflow(n8n, example, [credentials.project, ...stored]);
	const run = async () => {
		mailbox.reset();
		const { status, errorMessage } = await runManually(n8n, workflow, 'Start Every Monday');
		return { status, errorMessage, to: mailbox.mails.map(({ to }) => to).sort() };
	};
	const forget = async (email: string) => {
		const rows = await tableRows(n8n, 'Kainic newsletter');
		const row = rows.find((each) => each['email'] === email);
		// The time zone that n8n has by default.
		const now = DateTime.now().setZone('America/New_York');
		assert.equal(row?.['week'], now.toFormat("kkkk-'W'WW"));
		await deleteDataTables(n8n);
	};
	emulator.change({ recommendationCount: 0 });
	assert.deepEqual(await run(), { status: 'success', errorMessage: undefined, to: [] });

	emulator.change({ recommendationCount: 10 });
	emulator.inject({ kind: 'answer', status: 400, contentType: 'text/plain', body: 'no' });
	const failed = await run();
	assert.equal(failed.status, 'error');
	assert.equal(failed.to.length, 1);
	assert.match(
		String(failed.errorMessage),
		/^1 customers got no mail. \w+@customer.example: Kainic refused the request. HTTP status 400/,
	);
	const rest = await run();
	assert.deepEqual([...failed.to, ...rest.to].sort(), [ada, ben]);
	assert.deepEqual((await run()).to, []);

	await forget(ada);
	mailbox.refuse(ada);
	const refused = await run();
	assert.deepEqual([refused.status, refused.to], ['error', [ben]]);
	assert.match(String(refused.errorMessage), /^1 customers got no mail/);
	mailbox.refuse(null);
	const items = [
		{ item_id: 'a', title: 'Shoe', url: 'https://shop.example/p/a' },
		{ item_id: 'b', title: 'Sock', url: '/p/b' },
		{ item_id: 'c' },
	];
	emulator.inject(answerWith({ items, kainic_mid: 'm' }));
	assert.deepEqual((await run()).to, [ada]);
	const [{ text } = { text: '' }] = mailbox.mails;
	const lines = [
		...['Hello Ada,', '', 'you may like these:', ''],
		...['- Shoe: https://shop.example/p/a', '- Sock: https://shop.example/p/b'],
		...['- c: https://shop.example', ''],
		'No more mails: https://shop.example/unsubscribe?email=ada%40customer.example',
	];
	assert.ok(text.endsWith(lines.join('\r\n')), text);
}

test('The snippet of docs/identity.md shows in a storefront what the recommendations webhook answers', async (stage) => {
	const page = readFileSync(join(repositoryRoot, 'docs/identity.md'), 'utf8');
	const [, snippet = ''] = /```html\n(<div id="recommended">[^]*?)```/.exec(page) ?? [];
	const body = snippet.replace('https://YOUR-N8N', stage.n8n.url);
	await withExample(stage, 'recommendations-webhook.json', async () => {
		await withStandIn({ status: 200, body }, async (url) => {
			const tab = await stage.openTab();
			await tab.addInitScript(() => localStorage.setItem('kainic_anon_uid', 'visitor-1'));
			await tab.goto(url);
			const links = tab.locator('#recommended a');
			await links.first().waitFor();
			assert.equal(await links.first().getAttribute('href'), '/products/seed-1');
			assert.equal(stage.emulator.world.ledger.predictions[0]?.anonUid, 'visitor-1');
		});
	});
});
