/*
 * Put this file into your shop, and one tag on every page:
 *   <script src="/kainic.js" data-n8n="https://n8n.example.com" defer></script>
 * Your pages call it like this, also before this file is there, or if a browser blocks it:
 *   (window.kainic ??= []).push('agree')                           the visitor agrees: on each page
 *   (window.kainic ??= []).push('forget')                          the visitor withdraws
 *   (window.kainic ??= []).push('track', 'wish', { item_id: '17' })  an event
 *   (window.kainic ??= []).push('page')                            in a shop of a single page: another page
 * Nothing is stored or sent before 'agree'. With your own visitor ID: push('agree', 'THE-ID'). Say 'agree' on
 * each page of a visitor who agreed, since browsers may delete what a page stored. 'forget' removes all.
 *   <div data-kainic="similar" data-limit="4"></div>  recommendations of this type, as cards
 *   <main data-kainic-item="17">                      the product, on pages without JSON-LD
 * The div can have data-items="17,18", data-webhook="kainic-experiment", and your own card:
 *   <template><a class="kainic-url"><b class="kainic-title"></b></a></template>
 * The tag can have data-uid (the customer), data-currency="EUR" (of the prices on cards),
 * data-link="/p/{item_id}" (for answers without url), and other names: data-event-item_id="product",
 * data-answer-title="name". In WooCommerce and Shopify, data-product-id and data-product-sku are the
 * product of the page. Kainic gets the first of them, or with data-item-id="sku" the second.
 */
(() => {
	const tag = document.querySelector('script[data-n8n]');
	const early = window.kainic;
	if (!tag || early?.agree) return;
	const { n8n, itemId, uid, currency, link = '' } = tag.dataset;
	const isBySku = itemId === 'sku';
	const webhook = (path) => `${n8n.replace(/\/+$/, '')}/webhook/${path}`;
	const named = (kind, name) => tag.getAttribute(`data-${kind}-${name}`) || name;
	const filled = (fields) => Object.entries(fields).filter(([, value]) => (value ?? '') !== '');
	const shopify = () => window.Shopify?.routes?.root;
	const isWooCommerce = () => /\bwoocommerce/.test(document.body.className);
	const visitor = () => localStorage.getItem('kainic_anon_uid');
	const read = (name) => JSON.parse(localStorage.getItem(`kainic_${name}`));
	const write = (name, value) => localStorage.setItem(`kainic_${name}`, JSON.stringify(value));
	/** No error reaches the page. */
	const safely =
		(work) =>
		(...values) =>
			new Promise((done) => done(work(...values))).catch(console.warn);

	// Consent. A page begins once it is loaded, visible and allowed to.
	const agree = safely((ownId) => {
		const id = typeof ownId === 'string' ? ownId : (visitor() ?? crypto.randomUUID());
		localStorage.setItem('kainic_anon_uid', id);
		begin();
	});
	const forget = safely(() => {
		[isBegun, waiting] = [false, []];
		for (const name of ['anon_uid', 'session', 'unsent', 'cart'])
			localStorage.removeItem(`kainic_${name}`);
		setOrderVisitor('');
	});
	let isBegun = false;
	const begin = safely(() => {
		const isReady = document.readyState === 'complete' && !document.prerendering;
		if (isBegun || !isReady || !visitor()) return;
		isBegun = true;
		if (isWooCommerce()) setOrderVisitor(visitor());
		const item = itemOfPage();
		if (item) track('product_view', { item_id: item });
		if (read('unsent')) send();
		compareCart();
		for (const box of document.querySelectorAll('[data-kainic]')) recommend(box, item);
	});
	/** A shop that changes its page without loading another one calls this after each change. */
	const page = safely(() => {
		isBegun = false;
		begin();
	});
	/** Shopify copies the attributes of a cart into the order. WooCommerce's server reads the cookie. */
	const setOrderVisitor = safely((id) => {
		const body = new URLSearchParams({ 'attributes[kainic_anon_uid]': id });
		if (shopify()) return fetch(`${shopify()}cart/update.js`, { method: 'POST', body });
		const options = `path=/; max-age=${id ? 31_536_000 : 0}; SameSite=Lax`;
		document.cookie = `kainic_anon_uid=${encodeURIComponent(id)}; ${options}`;
	});

	// Events wait up to five seconds and go together. Events that failed go with the next page.
	let waiting = [];
	let timer;
	/** After 30 minutes without an event or a question, a new session begins. */
	function who() {
		const last = read('session');
		const sid = Date.now() < last?.until ? last.sid : crypto.randomUUID();
		write('session', { sid, until: Date.now() + 30 * 60_000 });
		return { platform: 'web', anon_uid: visitor(), uid, sid };
	}
	const track = safely((name, fields) => {
		if (!visitor()) return;
		const what = { event_name: named('event', name), event_id: crypto.randomUUID() };
		const all = filled({ ...fields, ...who(), ...what, occurred_at: new Date().toISOString() });
		const event = Object.fromEntries(all.map(([key, value]) => [named('event', key), value]));
		if (new Blob([JSON.stringify(event)]).size > 1000) throw new Error(`${name} exceeds 1 kB.`);
		waiting.push(event);
		timer ??= setTimeout(send, 5000);
	});
	const send = safely(async (isLeaving) => {
		const [id, failed] = [visitor(), read('unsent')];
		const events = [...(failed ?? []), ...waiting].slice(-50);
		const keep = () => id === visitor() && write('unsent', [...events, ...(read('unsent') ?? [])]);
		[timer, waiting] = [clearTimeout(timer), []];
		localStorage.removeItem('kainic_unsent');
		if (!id || events.length === 0) return;
		// A closing page does not see its request fail. After a failure, the next page sends the events.
		if (!navigator.onLine || (isLeaving && failed)) return keep();
		// Text, since a browser asks n8n for permission before it sends JSON. A closing page cannot wait.
		const request = { method: 'POST', keepalive: true, body: JSON.stringify(events) };
		const { status } = await fetch(webhook('kainic-shop-events'), request).catch(() => ({}));
		// Events that n8n may have got are never sent again: no event comes twice.
		if ([404, 429, 502, 503].includes(status)) keep();
	});

	// The product of the page
	/** WooCommerce and Shopify write both IDs into the tag. In JSON-LD, several products are a list. */
	function itemOfPage() {
		const own = document.querySelector('[data-kainic-item]')?.dataset.kainicItem;
		const { productId, productSku } = tag.dataset;
		if (own || shopify() || isWooCommerce()) return own || (isBySku ? productSku : productId);
		const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')];
		const found = new Set(scripts.flatMap(skusOf).filter(Boolean).map(String));
		return found.size === 1 ? [...found][0] : undefined;
	}
	function skusOf({ textContent }) {
		try {
			const things = [JSON.parse(textContent)].flat().flatMap((thing) => thing['@graph'] ?? thing);
			const products = things.filter((thing) => /\bProduct(Group)?\b/.test(thing['@type']));
			return products.map(({ sku, hasVariant }) => sku || [hasVariant].flat()[0]?.sku);
		} catch {
			return [];
		}
	}

	// The cart as the shop reports it, compared with the cart before
	const additions = /\/cart\/add|wc-ajax=add_to_cart|\/wc\/store\/(v1\/)?(batch|cart\/add-item)/;
	let comparison = Promise.resolve();
	const compareCart = () => (comparison = comparison.then(compareOnce));
	const compareOnce = safely(async () => {
		const [, hash = ''] = /woocommerce_cart_hash=(\w+)/.exec(document.cookie) ?? [];
		if (!visitor() || (!shopify() && read('cart')?.hash === hash)) return;
		const lines = {};
		for (const line of shopify() || hash ? await readCart() : []) {
			const quantity = line.quantity + (lines[line.item_id]?.quantity ?? 0);
			lines[line.item_id] = { ...line, quantity };
		}
		const before = read('cart');
		if (visitor()) write('cart', { hash, lines });
		for (const line of Object.values(before ? lines : {})) {
			const quantity = line.quantity - (before.lines[line.item_id]?.quantity ?? 0);
			if (quantity > 0 && line.item_id) track('add_to_cart', { ...line, quantity });
		}
	});
	async function readCart() {
		const api = document.querySelector('link[rel="https://api.w.org/"]')?.href ?? '/wp-json/';
		const address = shopify() ? `${shopify()}cart.js` : `${api}wc/store/v1/cart`;
		const cart = await (await fetch(address)).json();
		if (shopify() && cart.attributes.kainic_anon_uid !== visitor()) setOrderVisitor(visitor());
		return cart.items.map(({ variant_id, id, sku, quantity, price, prices }) => ({
			...{ item_id: String((isBySku ? sku : variant_id || id) ?? ''), quantity },
			price: prices ? prices.price / 10 ** prices.currency_minor_unit : price / 100,
			currency: prices?.currency_code ?? cart.currency,
		}));
	}

	// Recommendations as cards. A card counts as seen when half of it is visible.
	const recommend = safely(async (box, item) => {
		const { kainic: type, items = item, limit = 10, webhook: path } = box.dataset;
		const body = new URLSearchParams(filled({ ...who(), type, item_ids: items }));
		const request = { method: 'POST', body, signal: AbortSignal.timeout(2000) };
		const answer = await fetch(webhook(path ?? 'kainic-recommendations'), request);
		const { items: all, ...facts } = await answer.json();
		const others = all.filter((each) => textOf(each, 'item_id') !== item);
		const found = others.filter((each) => textOf(each, 'title') && textOf(each, 'url'));
		if (!visitor()) return;
		if (found.length === 0) throw new Error('No recommendation has a title and an address.');
		const template = box.querySelector('template');
		const list = make('ul', 'list');
		list.append(...found.slice(0, limit).map((each) => cardOf(each, template, facts)));
		box.replaceChildren(...[template ?? []].flat(), list);
		const style = new CSSStyleSheet();
		style.replaceSync(look);
		document.adoptedStyleSheets.push(style);
	});
	const make = (name, field) =>
		Object.assign(document.createElement(name), { className: `kainic-${field}`, alt: '' });
	const look = `:where(.kainic-list) { display: grid; gap: 1rem; padding: 0; list-style: none;
		grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); }
		:where(.kainic-list a > *) { display: block; max-width: 100%; }`;
	function cardOf(item, template, facts) {
		const [card, anchor] = [make('li', 'card'), make('a', 'url')];
		anchor.append(make('img', 'image_url'), make('span', 'title'), make('span', 'price'));
		card.append(template?.content.cloneNode(true) ?? anchor);
		for (const part of card.querySelectorAll('[class*="kainic-"]')) {
			const address = { A: 'href', IMG: 'src' }[part.tagName];
			const text = textOf(item, /kainic-(\w+)/.exec(part.className)[1], address);
			part[address ?? 'textContent'] = text;
			if (!text) part.remove();
		}
		const all = { ...facts, item_id: textOf(item, 'item_id'), rank: item.rank };
		const see = ([{ intersectionRatio }], observer) => {
			if (intersectionRatio >= 0.5) observer.disconnect(track('recommendation_view', all));
		};
		new IntersectionObserver(see, { threshold: 0.5 }).observe(card);
		card.onclick = card.onauxclick = ({ button, target }) => {
			if (button < 2 && target.closest('a')) track('recommendation_click', all);
		};
		return card;
	}
	/** A field of the answer as a card shows it. An address that is not of the web is left out. */
	function textOf(item, field, isAddress = field === 'url') {
		const text = String(item[named('answer', field)] ?? '');
		if (field === 'price' && currency && Number(text) > 0)
			return Number(text).toLocaleString([], { style: 'currency', currency });
		if (!isAddress) return text;
		const usual = field === 'url' && link.replace('{item_id}', encodeURIComponent(item.item_id));
		const { href, protocol } = Object.assign(make('a', ''), { href: text || usual || 'none:' });
		return /^https?:$/.test(protocol) ? href : '';
	}

	/** A call is a command and its values. Before this file is there, a list keeps the calls. */
	const commands = { agree, forget, track, page };
	const push = safely((...values) => {
		const calls = [];
		for (const value of values)
			if (Object.hasOwn(commands, value) && calls.at(-1)?.join() !== 'track') calls.push([value]);
			else calls.at(-1)?.push(value);
		for (const [name, ...rest] of calls) commands[name](...rest);
	});
	window.kainic = { ...commands, push };
	if (Array.isArray(early)) push(...early);
	addEventListener('load', begin);
	document.addEventListener('prerenderingchange', begin);
	document.addEventListener('visibilitychange', () => document.hidden && send(true));
	new PerformanceObserver((list) => {
		if (list.getEntries().some(({ name }) => additions.test(name))) compareCart();
	}).observe({ type: 'resource' });
	begin();
})();
