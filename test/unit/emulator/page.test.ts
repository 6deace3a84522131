import type { Fault } from '../../../tools/emulator';
import { predict, sendEvents, start, upload, usualFields } from './support';

const load = async (url: string) => (await fetch(url)).text();

describe('the page at the root', () => {
	it('shows the catalog, the predictions and what waits', async () => {
		const emulator = await start();
		await upload(emulator);
		await predict(emulator);
		emulator.inject({ kind: 'hang', endpoint: 'predict' });
		const page = await load(emulator.url);
		expect(page).toMatch(/data-test-id="catalog-products">1</);
		expect(page).toContain('{&quot;item_id&quot;:&quot;shoe-1&quot;,');
		expect(page).toMatch(/data-test-id="model-model-popular"/);
		expect(page).toMatch(/waiting-fault">\s*<td>no answer<\/td>\s*<td>predict<\/td>/);
	});

	it.each<[Fault, string]>([
		[{ kind: 'answer', status: 503 }, 'HTTP status 503, as asked'],
		[{ kind: 'refuse_key' }, 'API key refused, as asked'],
		[{ kind: 'truncate' }, 'accepted, but an answer that is cut off, as asked'],
	])('says in words what a request met: %j', async (fault, words) => {
		const emulator = await start();
		emulator.inject(fault);
		await sendEvents(emulator);
		expect(await load(emulator.url)).toContain(`<td>${words}</td>`);
	});

	it('tells the test of a credential from a refusal of the shop', async () => {
		const emulator = await start();
		const without = { kainic_mid: undefined, platform: undefined, anon_uid: undefined };
		await predict(emulator, { ...without, type: undefined });
		await predict(emulator, { type: undefined });
		expect((await load(emulator.url)).match(/n8n tested a credential/g)).toHaveLength(1);
	});

	it('runs nothing that came in a request', async () => {
		const emulator = await start();
		const evil = `"'><img src=x onerror=alert(1)>`;
		await sendEvents(emulator, [{ platform: 'web', anon_uid: evil, note: evil }], {
			tracker: encodeURIComponent(evil),
		});
		await predict(emulator, { kainic_mid: evil });
		await upload(emulator, undefined, { ...usualFields, store_id: evil });
		emulator.inject({ kind: 'answer', status: 503, body: evil });
		const page = await load(emulator.url);
		expect(page).toContain('&quot;&#39;&gt;&lt;img');
		expect(page).not.toContain('<img');
	});

	it('has buttons that carry requests which the management API takes', async () => {
		const emulator = await start();
		const buttons = [
			...(await load(emulator.url)).matchAll(
				/data-method="(\w+)"\s+data-path="([^"]+)"\s+data-body="([^"]*)"/g,
			),
		];
		expect(buttons.length).toBeGreaterThan(12);
		for (const [, method = '', path = '', quoted = ''] of buttons) {
			const headers = { 'content-type': 'application/json' };
			const body = quoted === '' ? null : quoted.replaceAll('&quot;', '"');
			const { status } = await fetch(emulator.url + path, { method, headers, body });
			expect([method, path, body, status]).toEqual([method, path, body, 200]);
		}
	});
});
