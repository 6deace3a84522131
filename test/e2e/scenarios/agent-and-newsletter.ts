import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkflow, runManually, type StoredCredential } from '../../../tools/n8n';
import { repositoryRoot } from '../../../tools/n8n/recipe';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { withStandIn } from '../setting/stand-in';
import { withExample, type Ask } from './example-workflows';
import { readExample } from './examples';
import { withShopCredentials } from './shop-examples';

export const agentExample: EditorScenario = {
	name: 'Example: an AI agent finds products with Kainic Predict as its tool, for the visitor of the shop',
	run: async (stage) =>
		await withShopCredentials(stage, async (stored) => await askAgent(stage, stored)),
};

async function askAgent(stage: EditorStage, stored: readonly StoredCredential[]): Promise<void> {
	const { model } = stage.shops;
	const question = { anon_uid: 'visitor-1', message: 'What goes with seed-1?' };
	const work = async (ask: Ask): Promise<void> => {
		const { body } = await ask(question);
		assert.equal(body['anon_uid'], 'visitor-1');
		assert.match(String(body['answer']), /^The tool says: .*seed-2/);
		const [prediction] = stage.emulator.world.ledger.predictions;
		assert.equal(prediction?.anonUid, 'visitor-1');
		assert.deepEqual(prediction.itemIds, ['seed-1']);

		model.script = { item_ids: '', type: '' };
		const unable = await ask(question);
		assert.match(String(unable.body['answer']), /^The tool says: .*At least one of/);

		model.script = null;
		const broken = await ask(question);
		assert.equal(broken.body['answer'], 'I cannot look anything up at the moment.');
		assert.match(String(broken.body['reason']), /^Bad request/);
	};
	await withExample(stage, 'ai-agent-products.json', work, stored);
}

export const newsletterExample: EditorScenario = {
	name: 'Example: each customer of a newsletter gets a mail, and the shop hears of those for whom it failed',
	run: async (stage) =>
		await withShopCredentials(stage, async (stored) => await writeMails(stage, stored)),
};

async function writeMails(
	{ n8n, credentials, emulator, shop, shops: { mailbox } }: EditorStage,
	stored: readonly StoredCredential[],
): Promise<void> {
	const example = readExample('newsletter.json', { shop: shop.url });
	const workflow = await importWorkflow(n8n, example, [credentials.project, ...stored]);
	const run = async () => {
		mailbox.reset();
		const { status, errorMessage } = await runManually(n8n, workflow, 'Every Monday');
		assert.equal(status, 'success', errorMessage);
		return mailbox.mails.map(({ to }) => to).sort();
	};
	assert.deepEqual(await run(), ['ada@customer.example', 'ben@customer.example']);
	assert.match(mailbox.mails[0]?.text ?? '', /Hello Ada[^]*seed-/);

	emulator.change({ recommendationCount: 0 });
	assert.deepEqual(await run(), []);

	emulator.change({ recommendationCount: 10 });
	emulator.inject({ kind: 'answer', status: 400, contentType: 'text/plain', body: 'no' });
	const recipients = await run();
	assert.equal(recipients.length, 2);
	const told = mailbox.mails.find(({ to }) => to === 'you@shop.example');
	assert.match(
		told?.text ?? '',
		/@customer\.example: Kainic refused the request\. HTTP status 400/,
	);
}

export const storefrontSnippet: EditorScenario = {
	name: 'The snippet of docs/identity.md shows in a storefront what the recommendations webhook answers',
	run: async (stage) => {
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
	},
};
