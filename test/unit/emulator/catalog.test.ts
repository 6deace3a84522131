import FormDataPackage from 'form-data';
import { createHash } from 'node:crypto';

import { closeEmulators, formOf, post, start, upload, usualFields } from './support';

afterEach(closeEmulators);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('reading the form', () => {
	const products = '[{"item_id":"shoe-1","title":"Größe 42 \\"rot\\""}]';

	it('reads a form of the form-data package: fields, file name and bytes', async () => {
		const emulator = await start();
		const form = new FormDataPackage();
		form.append('kainic_pid', 'demo-project');
		form.append('store_id', 'store-1');
		form.append('sync_mode', 'stock');
		form.append('note', 'Zeile 1\r\n--Zeile "2" ü');
		form.append('file', Buffer.from(products), {
			filename: 'größe.json',
			contentType: 'application/json',
		});
		const reply = await post(emulator, '/upload_products_file', {
			headers: form.getHeaders(),
			body: new Uint8Array(form.getBuffer()),
		});
		expect(reply.json).toMatchObject({ status: 'success', data: { products: 1 } });
		expect(emulator.world.ledger.catalogs.uploads).toEqual([
			{
				request: 1,
				storeId: 'store-1',
				syncMode: 'stock',
				productCount: 1,
				fileBytes: Buffer.byteLength(products),
				fileSha256: sha256(products),
				fileName: 'größe.json',
				fileType: 'application/json',
				fields: [
					{ name: 'kainic_pid', value: 'demo-project' },
					{ name: 'store_id', value: 'store-1' },
					{ name: 'sync_mode', value: 'stock' },
					{ name: 'note', value: 'Zeile 1\r\n--Zeile "2" ü' },
				],
				receivedAt: expect.any(Number),
			},
		]);
	});

	it.each([
		['in the file', 140],
		['after the file', 20],
	])('accepts nothing of a form that is cut off %s', async (_place, missing) => {
		const emulator = await start();
		const form = new FormDataPackage();
		for (const [name, value] of Object.entries(usualFields)) form.append(name, value);
		form.append('file', Buffer.from(products), { filename: 'products.json' });
		form.append('note', 'the last field');
		const whole = form.getBuffer();
		const reply = await post(emulator, '/upload_products_file', {
			headers: form.getHeaders(),
			body: new Uint8Array(whole.subarray(0, whole.length - missing)),
		});
		expect(reply.json).toMatchObject({ message: 'No file found' });
		expect(emulator.world.ledger.catalogs.uploads).toEqual([]);
	});

	it('can expect other field names, since none is documented', async () => {
		const emulator = await start({ formFieldNames: { store_id: 'store', file: 'products' } });
		const fields = { kainic_pid: 'demo-project', store: 'store-2', sync_mode: 'full' };
		const send = (body: FormData) => post(emulator, '/upload_products_file', { body });
		expect((await send(formOf(fields, products))).json).toMatchObject({ message: 'No file found' });
		expect((await send(formOf(fields, products, 'products'))).status).toBe(200);
		expect((await send(formOf(usualFields, products, 'products'))).json).toMatchObject({
			message: 'One or more required fields are missing in the request body',
		});
	});
});

describe('the catalog of a store', () => {
	it('is replaced by a full upload', async () => {
		const emulator = await start();
		await upload(emulator, '[{"item_id":"a"},{"item_id":"b"}]');
		await upload(emulator, '[{"item_id":"c"}]');
		expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject({
			lastMode: 'full',
			productCount: 1,
			products: [{ item_id: 'c' }],
		});
		expect(emulator.world.ledger.catalogs.uploads).toHaveLength(2);
	});

	it('is updated by a stock upload, which leaves the products that it does not list', async () => {
		const emulator = await start();
		await upload(emulator, '[{"item_id":"a","title":"A"},{"item_id":"b"}]');
		await upload(emulator, '{"products":[{"item_id":"a","stock":3},{"item_id":"c"}]}', {
			...usualFields,
			sync_mode: 'stock',
		});
		expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject({
			lastMode: 'stock',
			productCount: 3,
			products: [{ item_id: 'a', title: 'A', stock: 3 }, { item_id: 'b' }, { item_id: 'c' }],
		});
	});

	it.each(['', 'null', '[]', '{}', '[1]', '[{"item_id":', '<html></html>'])(
		'stays as it was when the file holds %j',
		async (file) => {
			const emulator = await start();
			await upload(emulator, '[{"item_id":"a"}]');
			expect((await upload(emulator, file)).json).toMatchObject({
				message: 'File schema is not valid',
			});
			expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject({ productCount: 1 });
		},
	);

	it('counts the products of a file that is too large to be kept', async () => {
		const emulator = await start();
		const product = { item_id: 'a', text: 'x'.repeat(1000) };
		const file = JSON.stringify(Array.from({ length: 9000 }, () => product));
		await upload(emulator, file);
		expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject({
			productCount: 9000,
			products: null,
			lastUpload: { fileBytes: file.length, fileSha256: sha256(file) },
		});
	});
});
