import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { assertLegible } from '../support/browser/legible';
import { wooCommerceBlocks, type ShopPage } from './pages';
import { agree, settle, test } from './visit';
import { recommendations } from './webhooks-double';

const page: ShopPage = {
	path: '/p/0',
	main: `<p data-kainic-item="item-2"></p><div id="box" data-kainic="similar" data-limit="4">Usual</div>
		<p style="height: 3000px"></p><div id="below" data-kainic="trending" data-items="a,b" data-limit="1"></div>`,
	tag: 'data-currency="EUR"',
};

const first = { ...recommendations.items[0] };

const answerOf = (...items: readonly object[]) => ({
	status: 200,
	body: { ...recommendations, items },
});

test('kainic.js shows cards, and counts what the visitor sees and clicks', async (visit) => {
	const { n8n, put, open, leave } = visit;
	put({ path: '/p/item-3' });
	const tab = await open(page);
	await agree(tab);
	await tab.locator('#box').getByRole('link').first().waitFor();
	await tab.locator('#below').getByRole('link').waitFor();
	// A screen reader reads a list of links. The product of the page is left out.
	const tree = await tab.locator('#box').ariaSnapshot();
	assert.equal((tree.match(/- listitem/g) ?? []).length, 4);
	assert.match(
		tree,
		/^- list:\n {2}- listitem:\n {4}- link "Product 1 €19\.50":\n {6}- \/url: \S+\/p\/item-1\n/,
	);
	assert.doesNotMatch(tree, /Product 2|img/);
	const [question, other] = n8n.questions.map((each) => Object.fromEntries(each));
	assert.deepEqual(
		[question?.['type'], question?.['item_ids'], other?.['type'], other?.['item_ids']],
		['similar', 'item-2', 'trending', 'a,b'],
	);
	await tab.keyboard.press('Tab');
	await tab.keyboard.press('Tab');
	await tab.keyboard.press('Enter');
	await tab.waitForURL('**/p/item-3');
	await open(page, tab);
	await leave(tab);
	const counted = n8n
		.events()
		.filter(({ event_name: name }) => String(name).startsWith('recommendation_'));
	const clicks = counted.filter(({ event_name: name }) => name === 'recommendation_click');
	const facts = { source: 'kainic', kainic_mid: 'model-similar', deployment_job_id: 'job-1' };
	assert.deepEqual(clicks, [{ ...clicks[0], ...facts, item_id: 'item-3', rank: 3 }]);
	const seen = counted.filter((event) => event['event_name'] === 'recommendation_view');
	// The lower box was never visible.
	assert.deepEqual(
		seen
			.slice(0, 4)
			.map(({ item_id: id, rank }) => [id, rank])
			.sort(),
		[1, 3, 4, 5].map((rank) => [`item-${rank}`, rank]),
	);
	assert.equal(new Set(seen.map(({ event_id: id }) => id)).size, seen.length);
});

test('kainic.js shows an answer as text, and links to no address but those of the web', async (visit) => {
	const { n8n, open } = visit;
	const evil = '<img src=x onerror="window.broken = true">';
	n8n.answer = answerOf(
		{ ...first, title: evil, image_url: 'javascript:window.broken=true' },
		{ ...first, url: 'javascript:window.broken=true' },
		{ ...first, url: 'data:text/html,x' },
		{ ...first, url: '' },
		{ ...first, title: null },
		{ ...first, item_id: 'other', url: 'http://other.example/p' },
	);
	const tab = await open(page);
	await agree(tab);
	const links = tab.locator('#box').getByRole('link');
	await links.first().waitFor();
	assert.equal(await links.count(), 2);
	assert.match(await links.first().innerText(), /<img src=x/);
	assert.equal(await tab.locator('#box img').count(), 1);
	assert.equal(await tab.evaluate('window.broken'), undefined);
	assert.equal(await links.last().getAttribute('href'), 'http://other.example/p');
});

test('kainic.js fills the card of the shop, from fields with other names', async (visit) => {
	const { n8n, open } = visit;
	n8n.answer = answerOf({
		item_id: 'a/b',
		name: 'Shoe',
		brand: 'Upland',
		more: 'javascript:alert(1)',
	});
	const template =
		'<template><article><a class="kainic-url big"><b class="kainic-title"></b></a><i class="kainic-brand"></i><s class="kainic-price"></s><a class="kainic-more">More</a></article></template>';
	const tab = await open({
		...page,
		main: `<div id="box" data-kainic="similar">${template}</div>`,
		tag: 'data-answer-title="name" data-link="/find?id={item_id}"',
	});
	await agree(tab);
	await tab.getByRole('link').waitFor();
	const html = await tab.locator('#box .kainic-card').innerHTML();
	assert.match(
		html,
		/<a class="kainic-url big" href="[^"]*\/find\?id=a%2Fb"><b class="kainic-title">Shoe<\/b><\/a><i class="kainic-brand">Upland<\/i><\/article>/,
	);
});

test('kainic.js shows the prices, titles and addresses of another currency and language', async (visit) => {
	const { n8n, open } = visit;
	n8n.answer = answerOf({
		...{ item_id: '1', title: 'Shoe', title_fr: 'Chaussure', price: 21.5, price_gbp: 18.25 },
		...{ url: 'https://shop.example/en/1', url_fr: 'https://shop.example/fr/1' },
	});
	const names =
		'data-answer-price="price_gbp" data-answer-title="title_fr" data-answer-url="url_fr"';
	const tab = await open({ ...page, tag: `data-currency="GBP" data-locale="fr" ${names}` });
	await agree(tab);
	const card = tab.locator('.kainic-card').first();
	await card.waitFor();
	assert.match(await card.innerText(), /^Chaussure\n18,25\s£GB$/);
	const address = await card.getByRole('link').getAttribute('href');
	assert.equal(address, 'https://shop.example/fr/1');
});

const headed = (attributes: string): ShopPage => ({
	path: '/p/0',
	main: `<p data-kainic-item="item-2" data-kainic-parent="parent-2"></p>
		<div id="box" data-kainic="similar" ${attributes} hidden><h2>You may also like</h2>Usual</div>`,
});

test('kainic.js shows a heading with its cards only, and one card of each other product', async (visit) => {
	const { n8n, open } = visit;
	n8n.answer = answerOf(
		{ ...first, item_id: 'item-2' },
		{ ...first, item_id: 'size-m', parent_id: 'parent-2' },
		{ ...first, item_id: 'parent-2' },
		{ ...first, item_id: 'size-s', parent_id: 'shirt', title: 'Shirt S' },
		{ ...first, item_id: 'size-l', parent_id: 'shirt', title: 'Shirt L' },
		{ ...first, item_id: 'shoe', title: 'Shoe' },
		{ ...first, item_id: 'hat', title: 'Hat' },
	);
	const tab = await open(headed('data-limit="2"'));
	const box = tab.locator('#box');
	assert.ok(!(await box.isVisible()));
	await agree(tab);
	await box.getByRole('link').first().waitFor();
	assert.equal(await box.innerText(), 'You may also like\nShirt S\n19.5\nShoe\n19.5');
	n8n.answer = answerOf();
	await tab.evaluate(`(window.kainic ??= []).push('page')`);
	await settle();
	await open(headed(''), tab);
	await settle();
	assert.ok(!(await box.isVisible()));
});

const prices = [
	['data-currency="EUR"', 'en', '€19.50'],
	['data-currency="EUR"', 'de', '19,50\u00a0€'],
	['data-currency="EUR" data-locale="de-AT"', 'en', '€\u00a019,50'],
	['data-currency="GBP"', 'en-gb', '£19.50'],
	['data-currency="EUR"', 'not a language', '€19.50'],
	['data-currency="€"', 'de', '19.5'],
] as const;

test("kainic.js writes a price in the shop's manner, or as the answer has it", async (visit) => {
	const { n8n, open } = visit;
	n8n.answer = answerOf(first);
	const tab = await open({ path: '/' });
	await agree(tab);
	for (const [tag, lang, price] of prices) {
		await open({ ...page, lang, tag }, tab);
		await tab.locator('#box').getByRole('link').waitFor();
		assert.equal(await tab.locator('#box .kainic-price').innerText(), price, `${tag} ${lang}`);
	}
});

test('kainic.js asks for recommendations that fit the cart, and for none if it is empty', async (visit) => {
	const { n8n, shop, put, open } = visit;
	const box = (items: string) => `<div id="box" data-kainic="similar" ${items} hidden></div>`;
	const [named, ofCart, other] = [
		{ ...wooCommerceBlocks, main: wooCommerceBlocks.main + box('data-items="cart"') },
		{ ...wooCommerceBlocks, path: '/cart/', tag: 'data-cart="1"', main: box('') },
		{ ...wooCommerceBlocks, path: '/cart-b/', tag: 'data-cart="1"', main: box('data-items="7"') },
	];
	const tab = await open(named);
	await agree(tab);
	await settle();
	assert.equal(n8n.questions.length, 0);
	await tab.goto(put(ofCart));
	await tab.locator('#box').getByRole('link').first().waitFor();
	await open(named, tab);
	await tab.locator('#ajax').click();
	await settle();
	assert.equal(shop.cart.quantity, 1);
	for (const page of [named, ofCart, other]) {
		await open(page, tab);
		await tab.locator('#box').getByRole('link').first().waitFor();
	}
	const asked = n8n.questions.map((question) => question.get('item_ids'));
	// A box in the empty cart may have a type that needs no product.
	// The cart's page has the same question, which has its answer.
	assert.deepEqual(asked, [null, '101', '7']);
});

/** Rules of themes for all elements, and of a shop for its cards. */
const theme = `<style nonce="of-shop">a { color: blue; text-decoration: underline } img { height: 20px }
	ul { padding-left: 2rem } .kainic-title { color: rgb(1, 2, 3) }</style>`;

test("kainic.js's cards are squares without underline that a theme cannot break and a shop can change", async (visit) => {
	const { n8n, open } = visit;
	n8n.answer = answerOf(first, { ...first, item_id: 'b', image_url: '' });
	const tab = await open({ ...page, head: theme });
	await agree(tab);
	await tab.locator('#box').getByRole('link').last().waitFor();
	const styles = await tab.evaluate(() => {
		const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector)!);
		const sizes = [...document.querySelectorAll('#box .kainic-image_url')].map((picture) => {
			const { width, height, top } = picture.getBoundingClientRect();
			return [width, height, top].map(Math.round).join();
		});
		const { color, textDecorationLine } = styleOf('#box a');
		const { fontWeight } = styleOf('#box .kainic-price');
		return { color, textDecorationLine, fontWeight, sizes, title: styleOf('.kainic-title').color };
	});
	const [size, ...sizes] = styles.sizes;
	assert.deepEqual(styles, {
		color: 'rgb(0, 0, 0)',
		textDecorationLine: 'none',
		fontWeight: '700',
		title: 'rgb(1, 2, 3)',
		sizes: [size, size],
	});
	assert.equal(sizes.length, 1);
	const [width, height] = String(size).split(',');
	assert.equal(width, height);
	await tab.keyboard.press('Tab');
	assert.notEqual(
		await tab.evaluate('getComputedStyle(document.activeElement).outlineStyle'),
		'none',
	);
});

test('kainic.js shows stars and an old price only if the answer has them, and one row if the box says so', async (visit) => {
	const { n8n, open } = visit;
	const item = { ...first, price: '19.5', rating: 4.46, old_price: '25' };
	const others = { item_id: 'b', rating: 0, old_price: '19.5' };
	n8n.answer = answerOf(item, { ...first, ...others, price: '19.5' }, ...recommendations.items);
	const row = `<div id="box" data-kainic="similar" data-layout="row" data-limit="8" hidden></div>`;
	const tab = await open({ ...page, main: row, lang: 'de' });
	await agree(tab);
	const cards = tab.locator('#box .kainic-card');
	await cards.last().waitFor();
	const texts = await cards.allInnerTexts();
	assert.match(String(texts[0]), /19,50\s€\s*25,00\s€\s+★ 4,5$/);
	assert.match(String(texts[1]), /^Product 1\s+19,50\s€$/);
	for (const [width, inRow] of [
		[1440, 4],
		[360, 2],
	] as const) {
		await tab.setViewportSize({ width, height: 700 });
		const boxes = await cards.evaluateAll((all) => all.map((each) => each.getBoundingClientRect()));
		assert.equal(new Set(boxes.map(({ top }) => top)).size, 1);
		assert.equal(boxes.filter(({ right }) => right < width).length, inRow);
		assert.equal(await tab.evaluate('document.documentElement.scrollWidth'), width);
		await tab.locator('#box').evaluate((box) => delete box.dataset['layout']);
		const tops = await cards.evaluateAll((all) =>
			all.map((each) => each.getBoundingClientRect().top),
		);
		assert.equal(tops.filter((top) => top === tops[0]).length, inRow);
		await tab.locator('#box').evaluate((box) => (box.dataset['layout'] = 'row'));
	}
});

for (const [title, answer] of [
	['with an answer', { status: 200, body: recommendations, delay: 200 }],
	['with fewer cards', { ...answerOf(first), delay: 200 }],
	['without an answer', { ...answerOf(), delay: 200 }],
] as const)
	for (const width of [1440, 360])
		test(`kainic.js moves nothing on a page of ${width} pixels ${title}`, async (visit) => {
			const { n8n, open } = visit;
			n8n.answer = answer;
			const tab = await open({ path: '/' });
			await agree(tab);
			await tab.setViewportSize({ width, height: 900 });
			const main = `<h1 data-kainic-item="item-2">Product</h1><div id="box" data-kainic="similar" data-limit="4" hidden>
				<h2>You may also like</h2></div><p id="below">Below</p><p style="height: 3000px"></p>`;
			await open({ ...page, main }, tab);
			await tab.evaluate(`globalThis.moved = 0;
				new PerformanceObserver((list) => { for (const { value } of list.getEntries()) moved += value; })
					.observe({ type: 'layout-shift' });`);
			const top = async () => (await tab.locator('#below').boundingBox())?.y;
			const before = await top();
			assert.ok(Number(before) > 250, 'the room is there');
			await tab.waitForTimeout(600);
			assert.equal(await top(), before);
			assert.ok(Number(await tab.evaluate('moved')) < 0.01);
			const hasCards = title !== 'without an answer';
			assert.equal(
				await tab.getByRole('heading', { name: 'You may also like' }).isVisible(),
				hasCards,
			);
			// Nobody sees how the room that is not needed goes.
			await tab.evaluate('scrollTo(0, 2500)');
			await settle();
			assert.ok(Number(await tab.evaluate('moved')) < 0.01);
			assert.equal(await tab.locator('#box').isVisible(), hasCards);
			const { minHeight } = await tab.locator('#box').evaluate(({ style }) => style);
			assert.equal(minHeight, '');
		});

/** A page that follows the visitor's choice of light or dark. */
const bare: ShopPage = {
	path: '/p/0',
	head: '<meta name="color-scheme" content="light dark">',
	main: `<h1 data-kainic-item="item-2">Product</h1>
		<div id="box" data-kainic="similar" data-limit="4" hidden><h2>You may also like</h2></div>`,
	tag: 'data-currency="EUR"',
};

test("kainic.js's cards can be read in a page without any style, in light and dark", async (visit) => {
	const { n8n, open } = visit;
	const long = { ...first, item_id: 'b', image_url: '', title: 'Long '.repeat(30) };
	n8n.answer = answerOf(first, long, { ...first, item_id: 'c', image_url: '/gone.png' });
	const tab = await open(bare);
	await agree(tab);
	// A picture that is gone leaves its place, as in a card without a picture.
	await tab.locator('#box span.kainic-image_url').nth(1).waitFor({ state: 'attached' });
	assert.equal(await tab.locator('#box img').count(), 1);
	await assertLegible(tab, 'cards', [1440, 360]);
});

const none = [
	['too late', { ...answerOf(first), delay: 2500 }],
	['a failure', { status: 500, body: { message: 'Error' } }],
	['no JSON', { status: 200, body: '<html>' }],
	['nothing', answerOf()],
	['no addresses', answerOf({ item_id: 'a', title: 'b' })],
] as const;

for (const [title, answer] of none) {
	test(`kainic.js leaves the page as it was if n8n answers ${title}`, async (visit) => {
		const { n8n, open, leave } = visit;
		n8n.answer = answer;
		const tab = await open(page);
		await agree(tab);
		await tab.waitForTimeout('delay' in answer ? 3000 : 500);
		assert.equal(await tab.locator('#box').innerText(), 'Usual');
		await leave(tab);
		assert.deepEqual(
			n8n.events().map(({ event_name: name }) => name),
			['product_view'],
		);
	});
}

test('kainic.js works under a strict Content-Security-Policy, on a phone', async (visit) => {
	const { n8n, shop, open } = visit;
	const policy = `default-src 'none'; script-src 'nonce-of-shop' 'strict-dynamic'; style-src 'none'; img-src 'self'; connect-src ${n8n.url}; base-uri 'none'; require-trusted-types-for 'script'`;
	shop.setHeaders({ 'content-security-policy': policy });
	const tab = await open({ path: '/' });
	await tab.setViewportSize({ width: 360, height: 640 });
	await open({ ...page, main: `<div id="box" data-kainic="similar" data-limit="4"></div>` }, tab);
	const refused: string[] = [];
	tab.on('console', (message) => {
		if (/Content Security/.test(message.text())) refused.push(message.text());
	});
	await agree(tab);
	await tab.getByRole('link').first().waitFor();
	await settle();
	assert.deepEqual(refused, []);
	const widths = await tab.evaluate(
		'[document.documentElement.scrollWidth, getComputedStyle(document.querySelector(".kainic-list")).gridTemplateColumns.split(" ").length]',
	);
	assert.deepEqual(widths, [360, 2]);
});

const kept = async (tab: Page) => await tab.evaluate('Object.keys(sessionStorage)');

test('kainic.js shows the same cards at once when the visitor comes back, and counts who sees them', async (visit) => {
	const { n8n, open, leave } = visit;
	const tab = await open(page);
	await agree(tab);
	const links = tab.locator('#box').getByRole('link');
	await links.first().waitFor();
	assert.equal(n8n.questions[0]?.get('limit'), '4');
	assert.equal(n8n.questions[0].get('exclude_ids'), 'item-2');
	await leave(tab);
	const asked = n8n.questions.length;
	await tab.goBack({ waitUntil: 'load' });
	await tab.evaluate('new Promise(requestAnimationFrame)');
	assert.equal(await links.count(), 4);
	await open(page, tab);
	assert.equal(await tab.locator('link[rel=preconnect]').getAttribute('href'), n8n.url);
	await settle();
	assert.equal(n8n.questions.length, asked);
	await leave(tab);
	const views = n8n.events().filter(({ event_name: name }) => name === 'recommendation_view');
	assert.equal(views.filter(({ item_id: id }) => id === 'item-1').length, 3);
	// Another number of cards is another question, and an answer is kept for some minutes only.
	await open({ ...page, main: String(page.main).replace('"4"', '"3"') }, tab);
	await tab.evaluate(
		`sessionStorage.kainic_answers = sessionStorage.kainic_answers.replace(/\\[\\d+,/g, '[1,')`,
	);
	await open(page, tab);
	await links.first().waitFor();
	assert.deepEqual(
		n8n.questions.slice(asked).map((question) => question.get('limit')),
		['3', '4', '1'],
	);
});

test('kainic.js keeps no answer of a visitor who withdrew, here or in another tab', async (visit) => {
	const { n8n, open } = visit;
	const tab = await open(page);
	for (const other of [undefined, await open({ path: '/' })]) {
		await agree(tab);
		await tab.locator('#box').getByRole('link').first().waitFor();
		await settle();
		assert.deepEqual(await kept(tab), ['kainic_view', 'kainic_answers']);
		await (other ?? tab).evaluate('void kainic.forget()');
		await settle();
		assert.deepEqual(await kept(tab), []);
		await open(page, tab);
	}
	const asked = n8n.questions.length;
	// The visitor withdraws before n8n has answered.
	n8n.answer = { ...n8n.answer, delay: 200 };
	await agree(tab);
	await settle();
	await tab.evaluate('void kainic.forget()');
	await tab.waitForTimeout(400);
	assert.ok(n8n.questions.length > asked);
	assert.deepEqual(await kept(tab), []);
});

test('kainic.js takes cards away from nobody who withdraws, and sends no more of them', async (visit) => {
	const { n8n, open } = visit;
	const tab = await open(page);
	await agree(tab);
	await tab.locator('#box').getByRole('link').first().waitFor();
	await tab.evaluate('void kainic.forget()');
	const before = n8n.requests.length;
	await tab.locator('#below').scrollIntoViewIfNeeded();
	await settle();
	await tab.goto('about:blank');
	await settle();
	assert.equal(n8n.requests.length, before);
});

test('kainic.js tells once a session that the place of an experiment was seen, also if it stays empty', async (visit) => {
	const { n8n, open, leave } = visit;
	const place = '<div data-kainic="similar" data-webhook="kainic-experiment" hidden></div>';
	const [seen, below] = [
		{ path: '/p/1', main: place },
		{ path: '/p/2', main: `<p style="height: 3000px"></p>${place}` },
	];
	const facts = { kainic_exp_id: 'home', group: 'control', kainic_mid: null };
	n8n.answer = {
		status: 200,
		body: { ...recommendations, ...facts, source: 'control', items: [] },
	};
	const exposures = () =>
		n8n.events().filter(({ event_name: name }) => name === 'experiment_exposure');
	const tab = await open(below);
	await agree(tab);
	await leave(tab);
	assert.deepEqual(exposures(), []);
	for (const page of [seen, seen]) {
		await open(page, tab);
		await settle();
		await leave(tab);
	}
	const [event] = exposures();
	const { kainic_exp_id, group } = facts;
	assert.deepEqual(exposures(), [{ ...event, kainic_exp_id, group, source: 'control' }]);
	// The same session with another group
	n8n.answer = { status: 200, body: { ...recommendations, ...facts, group: 'model' } };
	await open(seen, tab);
	await tab.locator('[data-kainic] a').first().waitFor();
	await leave(tab);
	assert.deepEqual(
		exposures().map(({ group: name }) => name),
		['control', 'model'],
	);
});
