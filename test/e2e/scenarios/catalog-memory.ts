import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import {
	accessTo,
	importWorkflow,
	runManually,
	startN8n,
	type RunningN8n,
	type Server,
} from '../../../tools/n8n';
import { megabytesOf, statusOf } from '../../system';
import { wooProduct, wooVariation } from '../../shops/woocommerce';
import { type EditorStage, test } from '../setting/stage';
import { readExample } from './examples';
import { feedOf } from './catalog-shop';
import { every15, nightly } from './shop-examples';

/** What a server of 2 GB can give to n8n. */
const smallHeap = { NODE_OPTIONS: '--max-old-space-size=1024' };

/** Runs `work` in an n8n of its own with a small heap, and reports the memory that its processes took at most. */
async function inSmallN8n(
	stage: EditorStage,
	what: string,
	work: (running: RunningN8n) => Promise<void>,
): Promise<void> {
	const { installation, packed, emulator, shops, report } = stage;
	const env = { ...shops.env, ...smallHeap, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	const packages = [packed.tarball];
	const running = await startN8n({ installation, packages, env }, accessTo(emulator));
	try {
		const [before] = peaksOf(running.server);
		const start = performance.now();
		await work(running);
		const seconds = Math.round((performance.now() - start) / 1000);
		const peaks = peaksOf(running.server).map((peak) => `${peak} MB`);
		report(`${what}: ${seconds} s, at most ${peaks.join(' and ')} (${before} MB before).`);
	} finally {
		await running.close();
	}
}

/** The most megabytes that n8n and the process of its Code nodes held so far. */
function peaksOf({ pid }: Server): number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const children = all.filter((child) => statusOf(child, 'PPid') === pid);
	return [pid, ...children].map((each) => Math.round(megabytesOf(each, 'VmHWM')));
}

/** Every fifth of 10,000 products has three variations; each has a description of 20 kB. */
test('WooCommerce catalog: 10,000 products of 20 kB with variations, in an n8n with a heap of 1 GB @night', async (stage) =>
	await inSmallN8n(stage, '10,000 products of WooCommerce', async ({ n8n, credentials }) => {
		const { woocommerce: shop } = stage.shops;
		const long = { description: 'long '.repeat(4_000) };
		shop.products = Array.from({ length: 10_000 }, (_, index) => ({
			...wooProduct(10_000 + index, index % 5 === 0 ? { type: 'variable' } : {}),
			...long,
		}));
		for (const { id, type } of shop.products) {
			if (type !== 'variable') continue;
			const ids = [0, 1, 2].map((index) => id * 10 + index);
			shop.variations.set(
				id,
				ids.map((each) => ({ ...wooVariation(each), ...long })),
			);
		}
		const stored = [credentials.project, ...(await stage.shops.createCredentials(n8n))];
		const example = readExample('woocommerce-catalog.json', { shop: shop.url });
		const workflow = await importWorkflow(n8n, example, stored);
		const { status, errorMessage } = await runManually(n8n, workflow, every15, 900_000);
		assert.equal(status, 'success', errorMessage);
		const { products } = stage.emulator.world.ledger.catalogs.of('store-1') ?? {};
		assert.equal(products?.length, 8_000 + 6_000);
		shop.reset();
	}));

const feedSize = Number(process.env['KAINIC_FEED'] ?? 5_000);

test(`Google feed: ${feedSize} products, in an n8n with a heap of 1 GB @night`, async (stage) => {
	const body = feedOf(feedSize);
	const megabytes = (Buffer.byteLength(body) / 1e6).toFixed(1);
	await inSmallN8n(stage, `A feed of ${megabytes} MB`, async ({ n8n, credentials }) => {
		stage.shop.files.set('/google-feed.xml', { status: 200, body });
		const example = readExample('catalog-google-feed.json', { shop: stage.shop.url });
		const workflow = await importWorkflow(n8n, example, [credentials.project]);
		const { status, errorMessage } = await runManually(n8n, workflow, nightly, 900_000);
		assert.equal(status, 'success', errorMessage);
		const { products } = stage.emulator.world.ledger.catalogs.of('store-1') ?? {};
		assert.equal(products?.length, feedSize);
	});
});
