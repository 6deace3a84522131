import FormDataPackage from 'form-data';

import { closeEmulators, post, start, upload, usualFields } from './support';

afterEach(closeEmulators);

describe('reading the form', () => {
	const products = '[{"item_id":"shoe-1","title":"Größe 42 \\"rot\\""}]';

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
});
