import FormDataPackage from 'form-data';

import { post, sendEvents, start, upload, usualFields, validEvent } from './support';

describe('events', () => {
	it('are kept in order, with their request and tracker', async () => {
		const emulator = await start();
		const [one, two, three] = [1, 2, 3].map((position) => ({ ...validEvent, position }));
		await sendEvents(emulator, [one, two]);
		await sendEvents(emulator, [three], { tracker: 'any%20tracker%2Fat all' });
		expect(emulator.world.ledger.events).toEqual([
			{ request: 1, trackerId: 'tracker-web', event: one },
			{ request: 1, trackerId: 'tracker-web', event: two },
			{ request: 2, trackerId: 'any tracker/at all', event: three },
		]);
	});

	it('use up the credit one by one', async () => {
		const emulator = await start({ credit: 3 });
		for (const status of [200, 200, 400]) {
			expect((await sendEvents(emulator, [validEvent, validEvent])).status).toBe(status);
		}
	});

	it.each<[Record<string, string>, number]>([
		[{ origin: 'https://shop.example' }, 200],
		[{ referer: 'https://shop.example/shoes?size=42' }, 200],
		[{ origin: 'https://shop.example.evil.example' }, 400],
		[{ referer: 'http://shop.example/' }, 400],
	])('of a tracker with a domain and %j get %d', async (headers, status) => {
		const emulator = await start();
		const reply = await sendEvents(emulator, [validEvent], {
			tracker: 'tracker-shop-only',
			headers,
		});
		expect(reply.status).toBe(status);
	});
});

describe('the catalog of a store', () => {
	it('is replaced by a full upload; stock updates the products that it lists', async () => {
		const emulator = await start();
		const catalog = () => emulator.world.ledger.catalogs.of('store-1');
		await upload(emulator, '[{"item_id":"x"},{"item_id":"y"}]');
		await upload(emulator, '[{"item_id":"a","title":"A"}]');
		expect(catalog()).toMatchObject({ lastMode: 'full', products: [{ item_id: 'a' }] });
		const stock = '{"products":[{"item_id":"a","stock":3},{"item_id":"c"}]}';
		await upload(emulator, stock, { ...usualFields, sync_mode: 'stock' });
		const products = [{ item_id: 'a', title: 'A', stock: 3 }, { item_id: 'c' }];
		expect(catalog()).toMatchObject({ lastMode: 'stock', productCount: 2, products });
	});

	it('is counted but not kept if its file is large', async () => {
		const emulator = await start();
		const file = JSON.stringify(Array(9000).fill({ item_id: 'a', text: 'x'.repeat(1000) }));
		await upload(emulator, file);
		const seen = { productCount: 9000, products: null, lastUpload: { fileBytes: file.length } };
		expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject(seen);
	});

	it.each(['', 'null', '[]', '{}', '[1]', '[{"item_id":', '<html></html>'])(
		'stays as it was when the file holds %j',
		async (file) => {
			const emulator = await start();
			await upload(emulator, '[{"item_id":"a"}]');
			expect((await upload(emulator, file)).status).toBe(400);
			expect(emulator.world.ledger.catalogs.of('store-1')).toMatchObject({ productCount: 1 });
		},
	);

	it.each([
		['in the file', 140],
		['after the file', 20],
	])('takes nothing of a form that is cut off %s', async (_place, cutOff) => {
		const emulator = await start();
		const form = new FormDataPackage();
		for (const [name, value] of Object.entries(usualFields)) form.append(name, value);
		form.append('file', Buffer.from('[{"item_id":"shoe-1"}]'), { filename: 'products.json' });
		form.append('note', 'the last field');
		const whole = form.getBuffer();
		const body = new Uint8Array(whole.subarray(0, whole.length - cutOff));
		const sent = { headers: form.getHeaders(), body };
		const reply = await post(emulator, '/upload_products_file', sent);
		expect(reply.json).toMatchObject({ message: 'No file found' });
		expect(emulator.world.ledger.catalogs.uploads).toEqual([]);
	});
});
