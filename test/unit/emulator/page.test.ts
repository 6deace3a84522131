import type { Fault } from '../../../emulator';
import { html } from '../../../emulator/page/html';
import {
	closeEmulators,
	experiment,
	predict,
	sendEvents,
	start,
	upload,
	usualFields,
} from './support';

afterEach(closeEmulators);

const load = async (url: string, headers: Record<string, string> = {}) =>
	(await fetch(url, { headers })).text();

const textOf = (page: string, id: string) =>
	new RegExp(`data-test-id="${id}"[^>]*>\\s*([^<]*?)\\s*<`).exec(page)?.[1];

describe('the page at the root', () => {
	it('shows figures, events, refusals, catalog, predictions, groups and faults', async () => {
		const emulator = await start();
		await sendEvents(emulator, [{ platform: 'web', anon_uid: 'visitor-7', item_id: 'shoe-1' }]);
		await sendEvents(emulator, undefined, { trackerId: 'tracker-no-store' });
		await upload(emulator);
		await predict(emulator);
		await experiment(emulator);
		emulator.inject({ kind: 'hang', endpoint: 'predict' });
		const page = await load(emulator.url);
		expect(textOf(page, 'figure-events')).toBe('1');
		expect(textOf(page, 'figure-refused')).toBe('1');
		expect(textOf(page, 'figure-predictions')).toBe('2');
		expect(textOf(page, 'figure-uploads')).toBe('1');
		expect(textOf(page, 'catalog-products')).toBe('1');
		expect(page).toContain('visitor-7');
		expect(page).toContain('Tracker does not have a store_id associated with it');
		expect(page).toContain('data-test-id="model-model-popular"');
		expect(page).toContain('data-test-id="group-experiment-home-control"');
		expect(page.match(/data-test-id="waiting-fault"/g)).toHaveLength(1);
		expect(page).toContain(
			'{&quot;item_id&quot;:&quot;shoe-1&quot;,&quot;title&quot;:&quot;Shoe&quot;}',
		);
		expect(page).toMatch(/, 1 session</);
		expect(page.indexOf('section-events')).toBeLessThan(page.indexOf('fault-503'));
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
		const missing = { kainic_mid: undefined, platform: undefined, anon_uid: undefined };
		await predict(emulator, { ...missing, type: undefined });
		await predict(emulator, { type: undefined });
		expect((await load(emulator.url)).match(/n8n tested a credential/g)).toHaveLength(1);
	});

	it('gives the part that changes by itself', async () => {
		const emulator = await start();
		const part = await load(`${emulator.url}/_emulator/state`, { accept: 'text/html' });
		expect(part).toContain('figure-events');
		expect(part).not.toContain('<button');
	});

	it('runs nothing that came in a request', async () => {
		const emulator = await start();
		const evil = '"><img src=x onerror=alert(1)>';
		await sendEvents(emulator, [{ platform: 'web', anon_uid: evil, note: evil }], {
			trackerId: encodeURIComponent(evil),
		});
		await predict(emulator, { kainic_mid: evil });
		await upload(emulator, undefined, { ...usualFields, store_id: evil });
		emulator.inject({ kind: 'answer', status: 503, body: evil });
		const page = await load(emulator.url);
		expect(page).toContain('&lt;img');
		expect(page).not.toContain('<img');
	});

	it('has buttons that carry requests which the management API takes', async () => {
		const emulator = await start();
		const page = await load(emulator.url);
		const buttons = [
			...page.matchAll(/data-method="(\w+)"\s+data-path="([^"]+)"\s+data-body="([^"]*)"/g),
		];
		expect(buttons.length).toBeGreaterThan(12);
		for (const [, method = '', path = '', body = ''] of buttons) {
			const response = await fetch(`${emulator.url}${path}`, {
				method,
				...(body === ''
					? {}
					: {
							body: body.replaceAll('&quot;', '"'),
							headers: { 'content-type': 'application/json' },
						}),
			});
			expect([method, path, body, response.status]).toEqual([method, path, body, 200]);
		}
	});

	it('comes with its style and script, and with nothing else of the disk', async () => {
		const { url } = await start();
		const status = async (path: string) => (await fetch(`${url}/_emulator/${path}`)).status;
		expect(await status('page.css')).toBe(200);
		expect(await status('page.js')).toBe(200);
		expect(await status('index.ts')).toBe(404);
		expect(await status('..%2Fmain.ts')).toBe(404);
	});
});

describe('the html tag', () => {
	it('escapes text in elements and attributes, and leaves html as it is', () => {
		const inner = html`<b>${'<&>'}</b>`;
		const { text } = html`<p title="${`"'`}">${inner}${[inner, inner]}${3}</p>`;
		const bold = '<b>&lt;&amp;&gt;</b>';
		expect(text).toBe(`<p title="&quot;&#39;">${bold}${bold}${bold}3</p>`);
	});
});
