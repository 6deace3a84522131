import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import {
	accessTo,
	elapsed,
	importWorkflow,
	n8nSettings,
	runManually,
	startN8n,
	type Execution,
	type Server,
	type WorkflowFile,
} from '../../../tools/n8n';
import { megabytesOf, statusOf } from '../../support/process-memory';
import { wooProduct, wooVariation } from '../../support/doubles/woocommerce';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { readExample } from '../../support/workflows/examples';
import { feedOf } from '../../support/doubles/example-shop';

/** What a server of 2 GB can give to n8n. */
const heap = Number(process.env['KAINIC_HEAP'] ?? 1_024);
const smallHeap = { NODE_OPTIONS: `--max-old-space-size=${heap}` };

/** Uploads a catalog in an n8n of its own with a small heap, and reports the memory that its processes took at most. */
async function uploadInSmallN8n(
	{ installation, packed, emulator, shops, report }: EditorStage,
	what: string,
	example: WorkflowFile,
	products: number,
): Promise<void> {
	const env = { ...n8nSettings.n8n3, ...shops.env, ...smallHeap };
	const packages = [packed.tarball];
	const running = await startN8n({ installation, packages, env }, accessTo(emulator));
	try {
		const { n8n, server, credentials } = running;
		const stored = [credentials.project, ...(await shops.createCredentials(n8n))];
		const workflow = await importWorkflow(n8n, example, stored);
		const [before] = peaksOf(server);
		const start = performance.now();
		const trigger = example.nodes.find(({ type }) => /Trigger$/.test(String(type)));
		const ended = await runManually(n8n, workflow, String(trigger?.['name']), 900_000);
		assert.equal(ended.status, 'success', ended.errorMessage);
		assert.equal(emulator.world.ledger.catalogs.of('store-1')?.products?.length, products);
		const peaks = peaksOf(server).map((peak) => `${peak} MB`);
		const memory = `at most ${peaks.join(' and ')} (${before} MB before)`;
		report(`${what}: ${elapsed(start)}, ${memory}; ${slowestCode(ended, example)}.`);
	} finally {
		await running.close();
	}
}

/** n8n 3 ends a Code node after 60 seconds. */
function slowestCode({ runData: runs }: Execution, { nodes }: WorkflowFile): string {
	const code = nodes.filter(({ type }) => type === 'n8n-nodes-base.code');
	const times = code.flatMap(({ name }) =>
		(runs[String(name)] ?? []).map((each) => [Number(each['executionTime']), name] as const),
	);
	const [milliseconds, name] = times.sort(([a], [b]) => b - a)[0] ?? [];
	return `the slowest Code node, ${String(name)}, took ${milliseconds} ms`;
}

/** The most megabytes that n8n and the process of its Code nodes held so far. */
function peaksOf({ pid }: Server): number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const children = all.filter((child) => statusOf(child, 'PPid') === pid);
	return [pid, ...children].map((each) => Math.round(megabytesOf(each, 'VmHWM')));
}

/** Every fifth of 10,000 products has three variations; each has a description of 20 kB. */
test('WooCommerce catalog: 10,000 products of 20 kB with variations, in an n8n with a small heap @night', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const long = { description: 'long '.repeat(4_000) };
	shop.products = Array.from({ length: 10_000 }, (_, index) => ({
		...wooProduct(10_000 + index, index % 5 === 0 ? { type: 'variable' } : {}),
		...long,
	}));
	for (const { id } of shop.products.filter(({ type }) => type === 'variable')) {
		const ids = [0, 1, 2].map((index) => id * 10 + index);
		const variations = ids.map((each) => ({ ...wooVariation(each), ...long }));
		shop.variations.set(id, variations);
	}
	const example = readExample('woocommerce-catalog.json', { shop: shop.url });
	await uploadInSmallN8n(stage, '10,000 products of WooCommerce', example, 8_000 + 6_000);
	shop.reset();
});

const feedSize = Number(process.env['KAINIC_FEED'] ?? 5_000);

test(`Google feed: ${feedSize} products, in an n8n with a small heap @night`, async (stage) => {
	const body = feedOf(feedSize);
	const megabytes = (Buffer.byteLength(body) / 1e6).toFixed(1);
	stage.shop.files.set('/google-feed.xml', { status: 200, body });
	const example = readExample('catalog-google-feed.json', { shop: stage.shop.url });
	await uploadInSmallN8n(stage, `A feed of ${megabytes} MB`, example, feedSize);
});
