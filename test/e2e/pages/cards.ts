import assert from 'node:assert/strict';
import type { ShopPage } from './shop-pages';
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
	assert.deepEqual(
		await tab.locator('#box img').evaluateAll((all) => all.map((each) => each.getAttribute('src'))),
		[null, `${new URL(tab.url()).origin}/picture.png`],
	);
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
	const refused = tab.waitForEvent('console', {
		predicate: (message) => /Content Security/.test(message.text()),
		timeout: 1500,
	});
	await agree(tab);
	await tab.getByRole('link').first().waitFor();
	await assert.rejects(refused, /Timeout/);
	const widths = await tab.evaluate(
		'[document.documentElement.scrollWidth, getComputedStyle(document.querySelector(".kainic-list")).gridTemplateColumns.split(" ").length]',
	);
	assert.deepEqual(widths, [360, 2]);
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
