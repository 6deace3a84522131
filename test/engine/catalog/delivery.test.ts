import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';
import { runAsTool } from '../support';
import { credentialFor, errorOf, openShop, products } from './shop';

const shop = openShop();
const quick = { options: { maxAttempts: 2 } };

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

test('a redirect is refused, and nothing goes to its target', async () => {
	let calls = 0;
	const target = createServer((_request, response) => {
		calls += 1;
		response.end();
	});
	await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
	const { port } = target.address() as AddressInfo;
	shop.emulator.inject({ kind: 'redirect', location: `http://127.0.0.1:${port}/upload` });
	const result = await shop.upload(products(10));
	await new Promise((resolve) => target.close(resolve));

	expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'redirect', httpCode: 307 });
	expect(calls).toBe(0);
});

test("the host's own 413, which is HTML, is told as too large, with the limits in the advice", async () => {
	shop.emulator.change({ maxRequestBytes: 100_000 });
	const result = await shop.upload(products(60_000), { parameters: quick });

	const error = errorOf(result.errorBranch[0]);
	expect(error).toMatchObject({ code: 'too_large', httpCode: 413, attempts: 1 });
	expect(error.description).toMatch(/10 MB .* 32 MB/);
});

test('a cancelled upload ends within a second', async () => {
	shop.emulator.inject({ kind: 'hang' });
	const { record } = await shop.upload(products(100), { cancelAfter: 300 });

	expect(record.status).toBe('canceled');
	expect(record.millisecondsAfterCancel).toBeLessThan(1000);
});

test.each(['filesystem', 'memory'] as const)(
	'checking a large file can be cancelled within a second: %s',
	async (binaryMode) => {
		const content = `[${'{"item_id":"1"},'.repeat(4_000_000)}{"item_id":"1"}]`;
		const { record } = await shop.uploadFiles([content], {
			cancelAfter: 20,
			binaryMode,
			parameters: { options: { maxFileMegabytes: 100 } },
		});

		expect(record.status).toBe('canceled');
		expect(record.millisecondsAfterCancel).toBeLessThan(1000);
		expect(shop.requests()).toBe(0);
	},
);

test('a slow upload says where it is at most once a second', async () => {
	shop.emulator.inject({ kind: 'delay', delayMs: 1100, count: 1 });
	const items = products(4).map((product, index) => ({
		...product,
		store: `store-${(index % 2) + 1}`,
	}));
	const result = await shop.upload(items, { parameters: { storeId: '={{ $json.store }}' } });

	const lines = result.logs.filter((line) => line.includes('bytes sent'));
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('store "store-2": ');
});

describe('the form', () => {
	const options = (more: INodeParameters) => ({ parameters: { options: more } });

	test('has the fields and names that the user gives in place of the inferred ones', async () => {
		shop.emulator.change({
			formFieldNames: { kainic_pid: 'pid', store_id: 'shop', sync_mode: 'mode', file: 'upload' },
		});
		const names = { projectId: 'pid', storeId: 'shop', syncMode: 'mode', file: 'upload' };
		const note = { name: 'note', value: `"Größe" 100%\r\n${'ü'.repeat(1000)}` };
		const given = {
			formNames: { values: names },
			extraFormFields: { values: [note] },
			fileName: 'Ü b%20.json',
		};
		const result = await shop.upload(products(2), options(given));

		expect(result.errorBranch).toEqual([]);
		expect(shop.uploads()).toMatchObject([
			{
				fileName: 'Ü b%20.json',
				fields: [
					{ name: 'pid', value: 'demo-project' },
					{ name: 'shop', value: 'store-1' },
					{ name: 'mode', value: 'full' },
					note,
				],
			},
		]);
	});

	test.each([
		['a file name with a quote', { fileName: 'a".json' }],
		['a file name with a line break', { fileName: 'a\r\nx: y.json' }],
		['a field name with a line break', { formNames: { values: { storeId: 'a\nb' } } }],
		[
			'a value with half a line break',
			{ extraFormFields: { values: [{ name: 'a', value: '1\n2' }] } },
		],
		['half a character', { extraFormFields: { values: [{ name: 'a', value: '\ud83d' }] } }],
	])('with %s is refused before anything is sent', async (_what, given) => {
		const result = await shop.upload(products(2), options(given));

		expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'invalid_input', notSent: true });
		expect(shop.requests()).toBe(0);
	});

	test('wraps the products where asked for', async () => {
		const result = await shop.upload(products(3), options({ wrapInKey: 'pro"ducts' }));

		expect(result.success[0]?.json).toMatchObject({
			bytes: Buffer.byteLength(JSON.stringify({ 'pro"ducts': products(3) })),
		});
		expect(shop.uploads()).toMatchObject([{ productCount: 3 }]);
	});
});

describe('as an AI tool', () => {
	const tool = async (syncMode: string) =>
		await runAsTool({
			type: 'kainicCatalog',
			parameters: {
				syncMode,
				storeId: 'store-1',
				productSource: 'json',
				productsJson: "={{ $fromAI('products', 'the products', 'json') }}",
			},
			arguments: { products: [{ item_id: 'p-1', stock: 3 }] },
			calledBy: 'engine',
			credential: credentialFor(shop.emulator.url),
			onError: 'continueRegularOutput',
		});

	test('it updates stock', async () => {
		const { response } = await tool('stock');

		expect(response).toMatchObject([{ status: 'accepted', products: 1, syncMode: 'stock' }]);
	});

	test('it cannot replace a catalog', async () => {
		const { response } = await tool('full');

		expect(response).toMatchObject([{ error: { code: 'invalid_input' } }]);
		expect(shop.requests()).toBe(0);
	});
});
