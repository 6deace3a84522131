import FormDataPackage from 'form-data';

import { post, start, upload, usualFields } from './support';

describe('the catalog of a store', () => {
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
