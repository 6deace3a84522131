import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';

const root = path.resolve(__dirname, '../..');

describe('the scripts of docs/identity.md', () => {
	const doc = readFileSync(path.join(root, 'docs/identity.md'), 'utf8');
	const scripts = [...doc.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
	const scriptThatHolds = (words: string) => scripts.find((text) => text.includes(words)) ?? '';
	const localStorage = {
		getItem: (key: string) => (key === 'kainic_anon_uid' ? 'visitor ü;1' : null),
	};

	test('write a cart attribute once', async () => {
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
		for (let visits = 0; visits < 2; visits += 1) {
			await runInNewContext(scriptThatHolds('cart/update.js'), { localStorage, fetch, window });
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(posted).toEqual([
			['/en/cart/update.js', { attributes: { kainic_anon_uid: 'visitor ü;1' } }],
		]);
	});

	test('write a cookie that holds the whole ID', () => {
		const document = { cookie: '' };
		runInNewContext(scriptThatHolds('document.cookie'), { localStorage, document });
		const [, value = ''] = /^kainic_anon_uid=([^;]+); path=\//.exec(document.cookie) ?? [];
		expect(decodeURIComponent(value)).toBe('visitor ü;1');
	});
});
