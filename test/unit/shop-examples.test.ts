import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext, runInNewContext } from 'node:vm';

/** The scripts of a page of docs/, in their order. */
function scriptsOf(page: string): string[] {
	const text = readFileSync(path.resolve(__dirname, '../../docs', page), 'utf8');
	return [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
}

describe('the scripts of docs/identity.md', () => {
	const scripts = scriptsOf('identity.md');
	const scriptThatHolds = (words: string) => scripts.find((text) => text.includes(words)) ?? '';
	let visitor: string | null;
	beforeEach(() => (visitor = 'visitor ü;1'));
	const localStorage = { getItem: (key: string) => (key === 'kainic_anon_uid' ? visitor : null) };

	test('write a cart attribute once, and empty it once after the visitor withdrew the consent', async () => {
		const attributes: Record<string, string> = {};
		const posted: unknown[] = [];
		const fetch = async (url: string, init?: { body: string }) => {
			if (init !== undefined) {
				posted.push([url, JSON.parse(init.body)]);
				Object.assign(attributes, JSON.parse(init.body).attributes);
			}
			return { json: async () => ({ attributes }) };
		};
		const window = { Shopify: { routes: { root: '/en/' } } };
		for (const stored of ['visitor ü;1', 'visitor ü;1', null, null]) {
			visitor = stored;
			await runInNewContext(scriptThatHolds('cart/update.js'), { localStorage, fetch, window });
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(posted).toEqual([
			['/en/cart/update.js', { attributes: { kainic_anon_uid: 'visitor ü;1' } }],
			['/en/cart/update.js', { attributes: { kainic_anon_uid: '' } }],
		]);
	});

	test('write a cookie that holds the whole ID', () => {
		const document = { cookie: '' };
		runInNewContext(scriptThatHolds('document.cookie'), { localStorage, document });
		const [, value = ''] = /^kainic_anon_uid=([^;]+); path=\//.exec(document.cookie) ?? [];
		expect(decodeURIComponent(value)).toBe('visitor ü;1');
	});
});

function storage() {
	const values = new Map<string, string>();
	return {
		getItem: (key: string) => values.get(key) ?? null,
		setItem: (key: string, value: string) => void values.set(key, value),
		removeItem: (key: string) => void values.delete(key),
	};
}

describe('the scripts of docs/before-you-begin.md', () => {
	const [visitor = '', view = ''] = scriptsOf('before-you-begin.md');

	function storefront() {
		const posted: unknown[] = [];
		const document = { cookie: '' };
		const page = createContext({
			localStorage: storage(),
			sessionStorage: storage(),
			crypto,
			document,
			fetch: (url: string, { body }: { body: string }) => posted.push([url, JSON.parse(body)]),
		});
		runInContext('globalThis.window = globalThis', page);
		runInContext(visitor, page);
		return { posted, document, run: (script: string): unknown => runInContext(script, page) };
	}

	test('make no ID and send no view before the visitor agrees, nor after the consent ends', () => {
		const { posted, document, run } = storefront();
		for (const step of ['', 'kainic.agree(); kainic.session(); kainic.forget()']) {
			run(step);
			run(view);
			expect(run('[kainic.visitor(), kainic.session()]')).toEqual([null, null]);
		}
		expect(posted).toEqual([]);
		expect(document.cookie).toMatch(/^kainic_anon_uid=; path=\/; max-age=0$/);
		expect(
			run('[localStorage.getItem("kainic_anon_uid"), sessionStorage.getItem("kainic_sid")]'),
		).toEqual([null, null]);
	});

	test('keep the ID, under the name that docs/identity.md reads, and send it with each view', () => {
		const { posted, run } = storefront();
		run('kainic.agree()');
		const id = run('localStorage.getItem("kainic_anon_uid")');
		run(view);
		run('kainic.agree()');
		run(view);
		const event = { platform: 'web', event_name: 'product_view', item_id: 'sku-17' };
		const sent = { ...event, anon_uid: id, sid: run('kainic.session()') };
		expect(id).toMatch(/^[\da-f-]{36}$/);
		expect(posted).toEqual(Array(2).fill(['https://YOUR-N8N/webhook/kainic-view', sent]));
	});
});
