import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { importWorkflow, outputItems, runManually } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { openShopSite, type ShopSite } from '../site';
import { agree, neverTimeOut, settle } from '../visit';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { columnsOf, readExample, whileActive } from '../../support/workflows/examples';
import { addRows, deleteDataTables, tableRows, until } from '../../support/workflows/data-tables';
import { withShopCredentials } from '../../support/workflows/run-example';

const product = (index: number) => ({
	path: `/p/${index}`,
	main: `<p data-kainic-item="item-${index}"></p><div data-kainic="similar" data-limit="3">Usual</div>`,
});

const tagFor = ({ n8n }: EditorStage) =>
	`<script src="/kainic.js" data-n8n="${n8n.url}" data-link="/p/{item_id}" defer></script>`;

/** Both workflows for a shop of this machine, while they are published. */
async function withShop(
	stage: EditorStage,
	work: (shop: ShopSite, tab: Page) => Promise<void>,
): Promise<void> {
	const shop = await openShopSite();
	const context = await (await stage.openTab()).context().browser()?.newContext();
	assert.ok(context);
	const stored = Object.values(stage.credentials);
	const example = (file: string) => readExample(file, { shop: shop.url });
	try {
		await whileActive(stage, example('shop-events.json'), stored, async () => {
			await whileActive(stage, example('recommendations-webhook.json'), stored, async () => {
				const tab = await context.newPage();
				await neverTimeOut(tab);
				await work(shop, tab);
			});
		});
	} finally {
		await Promise.all([context.close(), shop.close()]);
	}
}

async function openAndSeeCards(tab: Page, url: string): Promise<void> {
	await tab.goto(url);
	await agree(tab);
	await tab.getByRole('link').nth(2).waitFor();
	await settle();
}

test('A shop with kainic.js: Kainic gets each view and click once, and the visitor sees cards', async (stage) => {
	const { ledger } = stage.emulator.world;
	await addRows(stage.n8n, 'Kainic health', columnsOf('health.json'), []);
	const columns = columnsOf('health.json', 'Create Clicks Table');
	await addRows(stage.n8n, 'Kainic clicks', columns, []);
	await withShop(stage, async (shop, tab) => {
		const [first, second] = [1, 2].map((index) => shop.put(product(index), tagFor(stage)));
		await openAndSeeCards(tab, String(first));
		await tab.getByRole('link').first().click();
		await openAndSeeCards(tab, String(second));
		await tab.goto('about:blank');
		await until(() => ledger.events.length >= 9);
		await settle();
		const events = ledger.events.map(({ event }) => event);
		const named = (name: string) => events.filter(({ event_name: each }) => each === name);
		assert.deepEqual(
			named('product_view').map(({ item_id: id }) => id),
			['item-1', 'item-2'],
		);
		assert.deepEqual(
			named('recommendation_view')
				.map(({ rank }) => rank)
				.sort(),
			[1, 1, 2, 2, 3, 3],
		);
		const [click] = named('recommendation_click');
		const facts = { source: 'kainic', kainic_mid: 'model-popular', rank: 1, item_id: 'seed-1' };
		assert.match(String(click?.['deployment_job_id']), /\S/);
		assert.deepEqual(click, { ...click, ...facts });
		assert.equal(events.length, 9);
		const [kept, ...others] = await tableRows(stage.n8n, 'Kainic clicks');
		assert.deepEqual(others, []);
		const { anon_uid, item_id, occurred_at } = Object(click);
		const at = Date.parse(String(occurred_at));
		assert.deepEqual(kept, { ...kept, anon_uid, item_id, source: 'kainic', at });
		const counted = await tableRows(stage.n8n, 'Kainic health');
		const sum = (name: string) => counted.reduce((total, row) => total + Number(row[name] ?? 0), 0);
		assert.deepEqual(['views', 'clicks', 'failed'].map(sum), [2, 1, 0]);
	});
	await deleteDataTables(stage.n8n);
});

const event = { platform: 'web', anon_uid: 'v', event_name: 'product_view', item_id: 'x' };

test('A stranger cannot send events through the shop, nor fill the disk of n8n', async (stage) => {
	const { ledger } = stage.emulator.world;
	await withShop(stage, async (shop, tab) => {
		const stranger = await openShopSite();
		await tab.goto(stranger.put(product(1), tagFor(stage)));
		await agree(tab);
		await settle();
		await tab.goto('about:blank');
		await stranger.close();
		const url = `${stage.n8n.url}/webhook/kainic-shop-events`;
		const post = async (body: unknown, origin?: string): Promise<number> => {
			const headers = { 'content-type': 'text/plain', ...(origin && { origin }) };
			const options = { method: 'POST', headers, body: JSON.stringify(body) };
			return (await fetch(url, options)).status;
		};
		for (const origin of [undefined, stranger.url]) await post([event], origin);
		await post([{ ...event, note: 'x'.repeat(70_000) }], shop.url);
		for (const body of [null, 5, {}, [], [5], Array(51).fill(event)]) {
			assert.equal(await post(body, shop.url), 400, JSON.stringify(body));
		}
		// n8n reads at most 16 MB of what is no form.
		assert.equal(await postMegabytes(url, 100, shop.url), 500);
		assert.equal(ledger.events.length, 0);
		const question = `${stage.n8n.url}/webhook/kainic-recommendations`;
		const ask = async (body: FormData | URLSearchParams, origin: string) =>
			(await fetch(question, { method: 'POST', headers: { origin }, body })).status;
		const visitor = { anon_uid: 'v', type: 'similar' };
		const file = new FormData();
		file.append('file', new Blob(['a']), 'a.txt');
		assert.equal(await ask(new URLSearchParams(visitor), 'https://another.example'), 403);
		const large = new URLSearchParams({ ...visitor, note: 'x'.repeat(70_000) });
		assert.equal(await ask(large, shop.url), 403);
		assert.equal(await ask(file, shop.url), 403);
		for (const type of ['text/plain', 'application/octet-stream'])
			assert.equal(await postMegabytes(question, 100, shop.url, type), 500);
		assert.equal(ledger.predictions.length, 0, 'nor asks for recommendations');
		assert.equal(await post(Array(50).fill(event), shop.url), 200);
		await until(() => ledger.events.length === 50);
		assert.equal(ledger.requests.filter(({ endpoint }) => endpoint === 'events').length, 1);
	});
});

async function postMegabytes(
	url: string,
	megabytes: number,
	origin: string,
	type = 'text/plain',
): Promise<unknown> {
	const headers = { origin, 'content-type': type, 'content-length': megabytes * 1e6 };
	return await new Promise((resolve, reject) => {
		const sent = request(url, { method: 'POST', headers }, (answer) => {
			answer.resume().on('end', () => resolve(answer.statusCode));
		});
		sent.on('error', reject).end(Buffer.alloc(megabytes * 1e6, 'a'));
	});
}

const ofSamples: ReadonlyArray<readonly [file: string, node: string, expected: JsonObject]> = [
	['shop-events.json', 'Send Events', { event_name: 'product_view', item_id: 'sku-17' }],
	['recommendations-webhook.json', 'Send Recommendations', { kainic_mid: 'model-popular' }],
	['experiment-webhook.json', 'Ask Experiment', { kainic_exp_id: 'experiment-home' }],
	['order-events-webhook.json', 'Send Events', { event_name: 'purchase', item_id: 'sku-17' }],
];

test('The workflows with a webhook can be tried with sample data, and report what Kainic refuses', async (stage) => {
	await withShopCredentials(stage, async (all) => {
		const run = async (file: string) => {
			const example = readExample(file);
			const [pinned = ''] = Object.keys(example.pinData ?? {});
			return await runManually(stage.n8n, await importWorkflow(stage.n8n, example, all), pinned);
		};
		for (const [file, node, expected] of ofSamples) {
			const execution = await run(file);
			assert.equal(execution.status, 'success', `${file}: ${execution.errorMessage}`);
			const [item] = [0, 1].flatMap((output) => outputItems(execution, node, output));
			assert.deepEqual(item?.json, { ...item?.json, ...expected });
		}
		stage.emulator.change({ credit: 0 });
		const { status, errorMessage } = await run('shop-events.json');
		assert.equal(status, 'error');
		assert.match(String(errorMessage), /2 of 2 events failed\. /);
	});
});
