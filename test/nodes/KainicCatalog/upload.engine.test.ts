import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { violations } from '../../support/contract';
import { credentialFor, openNodes, products, refusal } from '../../support/engine/with-emulator';
import { turns } from '../../support/engine';
import { packageNode } from '../../support/engine/node-types';
import { createWorkflow } from '../../support/engine/workflow-definition';

const shop = openNodes();
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

test('products from input items go in one upload that is linked to all items', async () => {
	const list = products(1000);
	const result = await shop.upload(list);

	const content = JSON.stringify(list);
	const form = { kainic_pid: 'demo-project', store_id: 'store-1', sync_mode: 'full' };
	expect(violations('schemas/ProductsUpload', { ...form, file: '' })).toEqual([]);
	expect(result.error).toBeUndefined();
	expect(result.success).toEqual([
		{
			json: {
				status: 'accepted',
				storeId: 'store-1',
				syncMode: 'full',
				products: 1000,
				bytes: Buffer.byteLength(content),
				attempts: 1,
				response: { store_id: 'store-1', sync_mode: 'full', products: 1000 },
			},
			pairedItem: list.map((_, item) => ({ item })),
		},
	]);
	expect(shop.uploads()).toMatchObject([
		{
			storeId: 'store-1',
			syncMode: 'full',
			productCount: 1000,
			fileSha256: sha256(content),
			fileName: 'products.json',
			fileType: 'application/json',
			fields: Object.entries(form).map(([name, value]) => ({ name, value })),
		},
	]);
	expect(shop.emulator.world.ledger.requests[0]?.query).toEqual({});
	expect(result.hints.map(({ message }) => message)).toEqual([
		'1,000 products were uploaded in 1 request.',
	]);
});

test.each([
	['full', 'Full Sync: store-1'],
	['stock', 'Stock Sync: store-1'],
])('the subtitle on the canvas names the sync mode %s and the store', (syncMode, subtitle) => {
	const type = 'n8n-nodes-kainic.kainicCatalog';
	const parameters = { syncMode, storeId: 'store-1' };
	const node = { name: 'Kainic Catalog', type, parameters };
	const { workflow, startNode } = createWorkflow({ nodes: [node], wires: [] });
	const { subtitle: expression } = packageNode(type).description;
	const shown = workflow.expression.getSimpleParameterValue(startNode, expression, 'internal', {});
	expect(shown).toBe(subtitle);
});

describe('the line above the output', () => {
	const stores = [1, 2].map((store) => ({ item_id: 'p', store: `store-${store}` }));
	const byStore = { storeId: '={{ $json.store }}' };
	const stock = { syncMode: 'stock' };

	test.each<[line: string, items: IDataObject[], parameters: INodeParameters]>([
		['2 products were uploaded in 2 requests.', stores, byStore],
		[
			'5 products were uploaded in 1 request. 5 products have the same item_id as another product.',
			[...products(5), ...products(5)],
			{},
		],
		[
			'2 products were uploaded in 1 request. No product has the field item_id. The first product has the fields: title.',
			[{ title: 'x' }, { title: 'y' }],
			stock,
		],
		[
			'2 products were uploaded in 2 requests. 1 product has the same item_id as another product.',
			stores,
			{
				...{ ...byStore, ...stock, productSource: 'json' },
				productsJson: '[{"item_id":"p"},{"item_id":"p"}]',
			},
		],
	])('says %s', async (line, items, parameters) => {
		shop.emulator.inject({ kind: 'delay', delayMs: 50, count: 'always' });
		const { hints } = await shop.upload(items, { parameters });
		expect(hints.map(({ message }) => message)).toEqual([line]);
		expect(shop.emulator.world.ledger.maxInFlight).toBe(1);
	});
});

test.each<[why: string, key: object, parameters: INodeParameters]>([
	['the key is one of experiments', { keyType: 'experiment' }, {}],
	['the source is none', {}, { productSource: '={{ $json.none }}' }],
])('files fail one by one and keep their bytes if %s', async (_why, key, parameters) => {
	const files = products(3).map((product) => JSON.stringify([product]));
	const credential = { ...credentialFor(shop.emulator.url), ...key };
	const options = { credential, parameters, binaryMode: 'memory' } as const;
	const { errorBranch } = await shop.uploadFiles(files, options);
	const kept = errorBranch.map(({ binary }) => Buffer.from(binary?.data?.data ?? '', 'base64'));
	expect(kept.map(String)).toEqual(files);
	expect(errorBranch[1]?.json).toMatchObject({ file: 1, error: { notSent: true } });
	expect(shop.requests()).toBe(0);
});

test.each([
	['memory', 'memory', 'separate'],
	['filesystem', 'filesystem', 'separate'],
	['filesystem, and named within the JSON', 'filesystem', 'combined'],
] as const)(
	'a file kept in %s goes byte for byte as it is',
	async (_place, binaryMode, settings) => {
		const content = ` {"products": ${JSON.stringify(products(20_000), null, 1)}}\n`;
		const parameters = { options: { productsField: 'products' } };
		const result = await shop.uploadFiles([content], {
			...{ binaryMode, parameters },
			workflowSettings: { binaryMode: settings },
		});

		expect(result.errorBranch).toEqual([]);
		expect(result.success[0]?.json).toMatchObject({ products: 20_000, attempts: 1 });
		expect(shop.uploads()).toMatchObject([
			{ fileSha256: sha256(content), fileName: 'products.json', productCount: 20_000 },
		]);
	},
);

test.each(['inputItems', 'file'])(
	'a 503 after half of the body, then success: one complete upload from %s',
	async (source) => {
		shop.emulator.inject({ kind: 'early_answer', status: 503 });
		const list = products(30_000);
		const result =
			source === 'file'
				? await shop.uploadFiles([JSON.stringify(list)], { binaryMode: 'filesystem' })
				: await shop.upload(list);

		expect(result.success[0]?.json).toMatchObject({ products: 30_000, attempts: 2 });
		expect(shop.uploads()).toMatchObject([{ productCount: 30_000 }]);
		expect(shop.requests()).toBe(2);
	},
);

test('a file that is gone after it was read is sent again all the same', async () => {
	const headers = { 'retry-after': '1' };
	shop.emulator.inject({ kind: 'early_answer', status: 503, headers });
	const run = shop.uploadFiles([JSON.stringify(products(30_000))], { binaryMode: 'filesystem' });
	while (shop.requests() === 0) await turns(1);
	rmSync(path.join(process.env['N8N_USER_FOLDER'] ?? '', '.n8n/storage'), { recursive: true });

	expect((await run).success[0]?.json).toMatchObject({ products: 30_000, attempts: 2 });
	expect(shop.uploads()).toMatchObject([{ productCount: 30_000 }]);
});

test('a run that is canceled while it reads a file of 28 MB sends nothing', async () => {
	const text = 'x'.repeat(400);
	const content = JSON.stringify(products(60_000).map((one) => ({ ...one, text })));
	const { record } = await shop.uploadFiles([content], {
		cancelWhen: async () => await turns(),
	});

	expect(record.status).toBe('canceled');
	expect(shop.requests()).toBe(0);
});

test('the log says which upload is under way', async () => {
	const items = products(2).map((one, index) => ({ ...one, store: `store-${index + 1}` }));
	const { record } = await shop.upload(items, { parameters: { storeId: '={{ $json.store }}' } });
	const lines = record.logs.filter((line) => line.includes('Kainic Catalog: store'));
	expect(lines).toEqual([
		expect.stringMatching(/store "store-1": ready, \d+ bytes /),
		expect.stringMatching(/store "store-2": ready, \d+ bytes /),
	]);
});

test('a node that n8n runs again, because it is set to Retry On Fail, may send its full sync', async () => {
	shop.emulator.inject(refusal());
	const { success } = await shop.upload(products(3), {
		...{ onError: 'stopWorkflow', retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
	});
	expect(success).toMatchObject([{ json: { status: 'accepted', products: 3 } }]);
	expect(shop.requests()).toBe(2);
});
