/*
 * The tag on every page of a shop: <script src="/kainic.js" data-n8n="https://n8n.example.com" defer></script>
 * Calls for your pages. They never fail, even if this file is still loading or blocked:
 *   (window.kainic ??= []).push('agree')   on each page of a visitor who agreed; own ID: push('agree', 'ID')
 *   (window.kainic ??= []).push('forget')  the visitor withdraws: nothing that was stored is left
 *   (window.kainic ??= []).push('page')    after each change of page, in a shop that loads only one
 *   (window.kainic ??= []).push('track', 'wish', { item_id: '17' })
 * Nothing is stored or sent before 'agree'. Then your server finds the visitor ID in the cookie kainic_anon_uid.
 * Events and their fields. This file finds those with *, with the attributes of the tag those with +.
 *   * product_view, wish (your call)             item_id
 *   + search, category_view, cart_view           search_term, category, item_ids
 *   + add_to_cart, remove_from_cart              item_id, quantity, price, currency
 *   * recommendation_view, recommendation_click  item_id, parent_id, rank, type, and what the answer says
 *   * experiment_exposure                        kainic_exp_id, group, kainic_mid, source
 * Each also has event_name, event_id, occurred_at, platform, anon_uid, uid, sid. Another name: data-event-wish="NAME"
 *   <main data-kainic-item="17" data-kainic-parent="9">  the product of the page, if there is no JSON-LD
 *   <div data-kainic="similar" data-limit="4" hidden><h2>You may also like</h2></div>  cards below a heading
 * The div can have data-webhook="kainic-experiment", data-items="17,18" or "cart" (the usual on its page), and a card:
 *   <template><a class="kainic-url"><b class="kainic-title"></b></a></template>
 * With data-layout="row", the cards are one row that scrolls. Fields of a card: image_url, title, price, and if
 * answers have them, old_price and rating (of 5).
 * The tag can have data-uid (the customer; else the cookie kainic_uid counts), data-search-term and data-category (of the page), data-currency="EUR"
 * and data-locale="de" (of prices), data-link="/p/{item_id}" (without url in answers), data-answer-title="name"
 * (another name in answers). WooCommerce and Shopify, where this file reads the cart, have data-product-id,
 * data-product-sku, data-product-parent, data-cart="1" (on the page of the cart) and data-item-id="sku", too.
 */
(() => {
	const tag = document.querySelector('script[data-n8n]');
	const early = window.kainic;
	if (!tag || early?.agree) return;
	const { n8n, itemId, cart: isCartPage, currency, locale, link = '' } = tag.dataset;
	const language = /^[a-z]{2,3}(-[a-z]{2,4})?$/i.exec(locale || document.documentElement.lang)?.[0];
	let current, timer, sheet;
	const webhook = (path) => `${n8n.replace(/\/+$/, '')}/webhook/${path}`;
	const named = (kind, name) => tag.getAttribute(`data-${kind}-${name}`) || name;
	const filled = (fields) => Object.entries(fields).filter(([, value]) => (value ?? '') !== '');
	const shopify = () => window.Shopify?.routes?.root;
	const visitor = () => localStorage.getItem('kainic_anon_uid');
	const customer = () => tag.dataset.uid || /\bkainic_uid=([^;]+)/.exec(document.cookie)?.[1];
	const read = (key) => JSON.parse(localStorage.getItem(key));
	const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
	const remove = (key) => localStorage.removeItem(key);
	const keysOf = (start, store = localStorage) =>
		Object.keys(store).filter((key) => key.startsWith(start));
	/** Pages of http have no randomUUID. */
	const makeId = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
	/** No error reaches the page. */
	function safely(work) {
		return (...values) => new Promise((done) => done(work(...values))).catch(console.warn);
	}
	// Consent. A page begins once it is loaded, visible and allowed to.
	const agree = safely((ownId) => {
		localStorage.setItem('kainic_anon_uid', ownId ?? visitor() ?? makeId());
		setCookie(visitor());
		setProperty();
		begin();
	});
	const forget = safely(() => {
		setCookie('');
		setCookie('', 'kainic_uid');
		if (shopify() && visitor()) readCart();
		current = undefined;
		rooms.forEach((free) => free());
		keysOf('kainic_').forEach(remove);
		sweep();
	});
	/** The visitor may have withdrawn in another tab. */
	const sweep = safely(() => {
		const keys = visitor() ? [] : keysOf('kainic_', sessionStorage);
		keys.forEach((key) => sessionStorage.removeItem(key));
		setProperty();
	});
	const begin = safely(() => {
		if (current || document.readyState !== 'complete' || document.prerendering || !visitor())
			return;
		current = productOfPage();
		setCookie(visitor());
		setProperty();
		look();
		for (const box of document.querySelectorAll('[data-kainic]')) recommend(box, current);
	});
	const page = safely(() => begin((current = undefined)));
	function setCookie(id, name = 'kainic_anon_uid') {
		const options = `path=/; max-age=${id ? 31_536_000 : 0}; SameSite=Lax`;
		document.cookie = `${name}=${encodeURIComponent(id)}; ${options}`;
	}
	/** Shopify's button "Buy it now" skips the cart, but copies the properties of the product into the order. */
	const setProperty = safely(() => {
		for (const form of shopify() ? document.querySelectorAll('form[action*="/cart/add"]') : []) {
			const hidden = { type: 'hidden', name: 'properties[_kainic_anon_uid]' };
			const field = form.elements[hidden.name] ?? form.appendChild(make('input', 'property'));
			Object.assign(field, hidden, { value: visitor() ?? '', disabled: !visitor() });
		}
	});
	/** After 30 minutes without an event or a question, a new session begins. */
	function who() {
		if (!visitor()) throw new Error('The visitor withdrew the consent.');
		const last = read('kainic_session');
		const left = last?.until - Date.now();
		const sid = left > 0 && left <= 30 * 60_000 ? last.sid : makeId();
		write('kainic_session', { sid, until: Date.now() + 30 * 60_000 });
		return { platform: 'web', anon_uid: visitor(), uid: customer(), sid };
	}
	const track = safely((name, fields) => {
		if (!visitor()) return;
		const what = { event_name: named('event', name), event_id: makeId() };
		const all = filled({ ...fields, ...who(), ...what, occurred_at: new Date().toISOString() });
		const event = Object.fromEntries(all.map(([key, value]) => [named('event', key), value]));
		if (new Blob([JSON.stringify(event)]).size > 1000) throw new Error(`${name} exceeds 1 kB.`);
		// Each event has a key of its own, since two tabs may change a list at the same moment.
		write(`kainic_event_${Date.now()}_${what.event_id}`, { event, sent: 0 });
		timer ??= setTimeout(send, 2000);
	});
	/** Sends an event again until n8n has answered, also if n8n may have got it: shop-events drops it then. */
	const send = safely(async () => {
		timer = clearTimeout(timer);
		const oldest = `kainic_event_${Date.now() - 3 * 86_400_000}`;
		const keys = keysOf('kainic_event').sort();
		keys.filter((key, index) => key < oldest || index < keys.length - 50).forEach(remove);
		// The clock may have been ahead.
		const due = keys.filter((key) => Math.abs(Date.now() - read(key)?.sent) >= 10_000);
		const events = due.map((key) => read(key).event);
		if (!events[0]) return;
		due.forEach((key, index) => write(key, { event: events[index], sent: Date.now() }));
		// Text, since a browser asks n8n for permission before it sends JSON. A closing page cannot wait.
		const request = { method: 'POST', keepalive: true, body: JSON.stringify(events) };
		const { status } = await fetch(webhook('kainic-shop-events'), request).catch(() => ({}));
		if ([200, 400].includes(status)) due.forEach(remove);
	});
	/** Counts a page once, even if it is loaded again. Counts it again if the visitor comes back to it. */
	const look = safely(async () => {
		const cart = compareCart();
		if (keysOf('kainic_event')[0]) timer ??= setTimeout(send, 2000);
		const [name, fields] = viewOfPage();
		const view = JSON.stringify([who().sid, name, fields]);
		if (name && view !== sessionStorage.getItem('kainic_view'))
			track(name, fields ?? { item_ids: Object.keys(await cart) });
		if (visitor()) sessionStorage.setItem('kainic_view', view);
	});
	function viewOfPage() {
		const { searchTerm: search_term, category } = tag.dataset;
		if (current.item) return ['product_view', { item_id: current.item }];
		if (search_term) return ['search', { search_term }];
		return category ? ['category_view', { category }] : isCartPage ? ['cart_view'] : [];
	}
	/** WooCommerce and Shopify write the IDs into the tag. In JSON-LD, several products are a list. */
	function productOfPage() {
		const { productId, productSku, productParent: parent } = tag.dataset;
		const own = document.querySelector('[data-kainic-item]')?.dataset;
		if (own) return { item: own.kainicItem, parent: own.kainicParent };
		if (productId !== undefined) return { item: itemId === 'sku' ? productSku : productId, parent };
		const skus = new Set();
		for (const script of document.querySelectorAll('script[type="application/ld+json"]'))
			addSkus(script, skus);
		return { item: skus.size === 1 ? String(...skus) : undefined };
	}
	const addSkus = safely(({ textContent }, skus) => {
		const things = [JSON.parse(textContent)].flat().flatMap((thing) => thing['@graph'] ?? thing);
		for (const { '@type': type, sku, hasVariant } of things)
			if (/\bProduct(Group)?\b/.test(type)) skus.add(sku || [hasVariant].flat()[0]?.sku);
		skus.delete(undefined);
	});
	let comparison = Promise.resolve();
	const compareCart = (isChange) => (comparison = comparison.then(() => compareOnce(isChange)));
	const compareOnce = safely(async (isChange) => {
		const [, hash = ''] = /woocommerce_cart_hash=(\w+)/.exec(document.cookie) ?? [];
		const [before, uid] = [read('kainic_cart'), customer()];
		// A log-in brings back the customer's last cart, and a log-out empties the cart.
		const isSame = before && before.uid === uid;
		if (!visitor() || (!shopify() && isSame && before.hash === hash)) return before?.lines ?? {};
		const lines = shopify() || hash ? await readCart() : {};
		if (visitor()) write('kainic_cart', { hash, uid, lines });
		// A cart that is empty on another page was bought.
		const isRemoval = isChange || isCartPage || Object.keys(lines).length > 0;
		for (const [id, line] of Object.entries(isSame ? { ...before.lines, ...lines } : {})) {
			const more = (lines[id]?.quantity ?? 0) - (before.lines[id]?.quantity ?? 0);
			if (more > 0) track('add_to_cart', { ...line, quantity: more });
			if (more < 0 && isRemoval) track('remove_from_cart', { ...line, quantity: -more });
		}
		return lines;
	});
	const readCart = safely(async () => {
		const api = document.querySelector('link[rel="https://api.w.org/"]')?.href ?? '/wp-json/';
		const address = shopify() ? `${shopify()}cart.js` : `${api}wc/store/v1/cart`;
		const { items, attributes, currency: usual } = await (await fetch(address)).json();
		// Shopify copies the attributes of a cart into the order.
		const body = new URLSearchParams({ 'attributes[kainic_anon_uid]': visitor() ?? '' });
		if (shopify() && (attributes.kainic_anon_uid || null) !== visitor())
			await fetch(`${shopify()}cart/update.js`, { method: 'POST', body });
		if (!visitor()) await forgetLines(items);
		const lines = {};
		for (const { variant_id, id, sku, quantity: more, price: cents, prices } of items) {
			const item_id = String((itemId === 'sku' ? sku : variant_id || id) ?? '');
			const quantity = more + (lines[item_id]?.quantity ?? 0);
			const price = prices ? prices.price / 10 ** prices.currency_minor_unit : cents / 100;
			const line = { item_id, quantity, price, currency: prices?.currency_code ?? usual };
			if (item_id) lines[item_id] = line;
		}
		return lines;
	});
	async function forgetLines(items) {
		const headers = { 'content-type': 'application/json' };
		for (const { key: id, quantity, properties } of items) {
			if (!properties?._kainic_anon_uid) continue;
			const rest = { ...properties, _kainic_anon_uid: '' };
			const body = JSON.stringify({ id, quantity, properties: rest });
			await fetch(`${shopify()}cart/change.js`, { method: 'POST', headers, body });
		}
	}
	const noticeRequests = safely((list) => {
		const isChange = list.getEntries().some(({ name }) => /cart(\/|%2F)|_cart|batch/.test(name));
		if (current && (isChange || !shopify())) compareCart(isChange);
	});
	// Recommendations as cards. A card counts as seen when half of it is visible.
	const recommend = safely(async (box, product) => {
		reserve(box);
		await ask(box, product).finally(() => rooms.get(box)?.());
	});
	const ask = async (box, product) => {
		const { kainic: type, items, webhook: path } = box.dataset;
		const isOfCart = items === 'cart' || (isCartPage && items === undefined);
		const item_ids = isOfCart ? Object.keys(await comparison).join() : (items ?? product.item);
		if (items === 'cart' && !item_ids) return;
		// One card for each product, and none for the product of the page or one in the cart
		const inCart = Object.keys(read('kainic_cart')?.lines ?? {});
		const shown = new Set([product.item, product.parent, ...inCart].filter(Boolean));
		const [limit, exclude_ids] = [limitOf(box), [...shown].join()];
		const body = new URLSearchParams(filled({ ...who(), type, item_ids, limit, exclude_ids }));
		const address = webhook(path ?? 'kainic-recommendations');
		const kept = answers().find(([, asked]) => asked === `${address}?${body}`);
		const request = { method: 'POST', body, signal: AbortSignal.timeout(2000) };
		const answer = kept?.[2] ?? (await (await fetch(address, request)).json());
		if (product !== current) return;
		const { items: all, ...facts } = answer;
		if (facts.kainic_exp_id) expose(box, body.get('sid'), facts);
		const [list, template] = [make('div', 'list', 'list'), box.querySelector('template')];
		for (const each of isAbroad() ? await Promise.all(all.map(translated)) : all) {
			const [id, parent] = idsOf(each);
			const isShown = shown.has(id) || shown.has(parent) || list.childElementCount >= limit;
			if (isShown || !textOf(each, 'title') || !textOf(each, 'url')) continue;
			shown.add(parent || id);
			list.append(cardOf(each, template, { ...facts, type }));
		}
		if (!list.firstChild) throw new Error('No other product has a title and an address.');
		show(box, list);
		if (!kept && visitor()) keep([Date.now(), `${address}?${body}`, answer]);
	};
	/** In another language or currency of a Shopify shop, Shopify itself has what the visitor sees. */
	const isAbroad = () =>
		shopify() && (shopify() !== '/' || (Shopify.currency?.active ?? currency) !== currency);
	const translated = async (item) => {
		const [, handle] = /\/products\/([^/?#]+)/.exec(textOf(item, 'url')) ?? [];
		// A market may not have the product.
		const product = await fetch(`${shopify()}products/${handle}.js`)
			.then((answer) => answer.json())
			.catch(() => ({ variants: [] }));
		const isOwn = ({ id, sku }) => [String(id), sku].includes(textOf(item, 'item_id'));
		const { price, compare_at_price } = product.variants.find(isOwn) ?? {};
		const { title, url } = price ? product : {};
		const own = { title, url, price: price / 100, old_price: compare_at_price / 100 };
		const fields = Object.entries(own).map(([name, value]) => [named('answer', name), value]);
		return { ...item, ...Object.fromEntries(fields), currency: Shopify.currency?.active };
	};
	/** For five minutes, a page that the visitor comes back to has its cards at once. */
	const answers = () =>
		(JSON.parse(sessionStorage.getItem('kainic_answers')) ?? []).filter(
			([at]) => Math.abs(Date.now() - at) < 300_000,
		);
	const keep = safely((answer) =>
		sessionStorage.setItem('kainic_answers', JSON.stringify([...answers(), answer].slice(-20))),
	);
	const limitOf = ({ dataset: { limit = 10 } }) => Number(limit);
	function show(box, list) {
		list.style.setProperty('--kainic-cards', list.childElementCount);
		box.replaceChildren(...box.querySelectorAll(':scope > :is(template, h1, h2, h3, h4)'), list);
		box.hidden = false;
		sheet ??= wear(new CSSStyleSheet());
	}
	/** Empty cards keep the room of the answer, so that nothing on the page moves. */
	const rooms = new Map();
	const reserve = safely((box) => {
		const { hidden } = box;
		const isEmptyCart =
			box.dataset.items === 'cart' && !/"lines":{"/.test(localStorage.kainic_cart);
		if (rooms.has(box) || isEmptyCart || (!hidden && box.innerText.trim())) return;
		const list = Object.assign(make('div', 'list'), { ariaHidden: 'true' });
		for (let count = limitOf(box); count > 0; count--)
			list.append(fill(make('div', 'card'), undefined, box.querySelector('template')));
		show(box, list);
		const { height } = box.getBoundingClientRect();
		/** The room stays as long as somebody sees that it is too large. */
		const free = () => {
			rooms.delete(box);
			const isOver = box.contains(list);
			if (!isOver && box.getBoundingClientRect().height >= height) return;
			box.style.minHeight = `${height}px`;
			if (isOver) (hidden ? box : list).style.visibility = 'hidden';
			new IntersectionObserver(([{ isIntersecting }], observer) => {
				if (isIntersecting) return;
				observer.disconnect();
				box.style.minHeight = box.style.visibility = '';
				if (!box.contains(list)) return;
				list.remove();
				box.hidden = hidden;
			}).observe(box);
		};
		rooms.set(box, free);
	});
	/** Once in a session, and in each group by the same rule: the place of the box was visible, also if it stays empty. */
	function expose(box, sid, { kainic_exp_id, group, kainic_mid, source }) {
		const place = make('span', 'place');
		place.style.position = 'absolute';
		box.before(place);
		const see = safely(([{ isIntersecting }], observer) => {
			if (!isIntersecting) return;
			observer.disconnect(place.remove());
			const [key, seen] = [`kainic_exposure_${kainic_exp_id}`, `${sid} ${group}`];
			if (who().sid !== sid || read(key) === seen) return;
			write(key, seen);
			track('experiment_exposure', { kainic_exp_id, group, kainic_mid, source });
		});
		new IntersectionObserver(see).observe(place);
	}
	const wear = (own) => own.replaceSync(looks) ?? document.adoptedStyleSheets.push(own);
	/** Stronger than what a theme says of all links and images, weaker than what it says of a class */
	const looks = `
		div:where(.kainic-list) { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(min(9rem, 50% - 0.5rem), 25% - 0.75rem), 1fr)); gap: 1.5rem 1rem; max-width: calc(var(--kainic-cards) * 18rem - 1rem); padding-bottom: 2rem }
		:where([data-layout=row]) > div:where(.kainic-list) { grid: auto / auto-flow max(min(10rem, 42%), 25% - 0.75rem); max-width: none; padding: 4px 4px 2rem; margin: -4px; overflow-x: auto; scroll-snap-type: x proximity }
		:where([data-layout=row]) div:where(.kainic-card) { scroll-snap-align: start }
		a:where(.kainic-url) { display: block; position: relative; color: inherit; text-decoration: none }
		a:where(.kainic-url:focus-visible) { outline: 2px solid; outline-offset: 3px }
		:is(img, span):where(.kainic-image_url) { display: block; width: 100%; height: auto; aspect-ratio: 1; object-fit: contain; background: #8881 }
		span:where(.kainic-title) { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; min-height: 2lh; margin: 0.5rem 0 0.25rem }
		span:where(.kainic-price:empty)::before { content: '\\200b' }
		span:where(.kainic-price) { display: inline-block; margin-right: 0.5rem; font-weight: bold }
		s:where(.kainic-old_price) { font-size: 0.875em }
		span:where(.kainic-rating) { position: absolute; top: 0.5rem; left: 0.5rem; padding: 0 0.5em; border-radius: 1em; color: #1b1f24; background: #fff; font-size: 0.875em }`;
	const make = (name, field, role = null) =>
		Object.assign(document.createElement(name), { className: `kainic-${field}`, alt: '', role });
	const idsOf = (item) => ['item_id', 'parent_id'].map((name) => textOf(item, name));
	function cardOf(item, template, facts) {
		const card = fill(make('div', 'card', 'listitem'), item, template);
		const [item_id, parent_id] = idsOf(item);
		const { rank, source = facts.source } = item;
		const all = { ...facts, source, item_id, parent_id, rank };
		const see = ([{ intersectionRatio }], observer) => {
			if (intersectionRatio >= 0.5) observer.disconnect(track('recommendation_view', all));
		};
		new IntersectionObserver(see, { threshold: 0.5 }).observe(card);
		card.onclick = card.onauxclick = ({ button, target }) => {
			if (button < 2 && target.closest('a')) track('recommendation_click', all);
		};
		return card;
	}
	function fill(card, item, template) {
		const anchor = make('a', 'url');
		const parts = ['title', 'price', 'rating'].map((name) => make('span', name));
		parts.splice(2, 0, make('s', 'old_price'));
		anchor.append(make('img', 'image_url'), ...parts);
		card.append(template?.content.cloneNode(true) ?? anchor);
		for (const part of card.querySelectorAll('[class*="kainic-"]')) {
			const address = { A: 'href', IMG: 'src' }[part.tagName];
			const text = item && textOf(item, /kainic-(\w+)/.exec(part.className)[1], address);
			const clear = () => part.replaceWith(make('span', 'image_url'));
			if (text) Object.assign(part, { [address ?? 'textContent']: text, onerror: clear });
			else if (item || address === 'src' || /old_price|rating/.test(part.className))
				address === 'src' ? clear() : part.remove();
		}
		return card;
	}
	/** A field of the answer as a card shows it. An address that is not of the web is left out. */
	function textOf(item, field, isAddress = field === 'url') {
		const text = String(item[named('answer', field)] ?? '');
		const usual = field === 'url' && link.replace('{item_id}', encodeURIComponent(item.item_id));
		const { href, protocol } = Object.assign(make('a', ''), { href: text || usual || 'none:' });
		if (isAddress) return /^https?:$/.test(protocol) ? href : '';
		const number = Number(text);
		if (field === 'rating')
			return number > 0 ? `★ ${number.toLocaleString(language, { maximumFractionDigits: 1 })}` : '';
		if (field === 'old_price' && !(number > Number(item[named('answer', 'price')]))) return '';
		const style = { style: 'currency', currency: item.currency ?? currency };
		const isPrice = /price$/.test(field) && /^[A-Z]{3}$/.test(style.currency) && number > 0;
		return isPrice ? number.toLocaleString(language, style) : text;
	}
	/** A call is a command and its values. A list keeps the calls until this file has loaded. */
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
	document.addEventListener('prerenderingchange', begin);
	for (const name of ['storage', 'pageshow']) addEventListener(name, sweep);
	addEventListener('pageshow', ({ persisted }) => (persisted && current ? look() : begin()));
	document.addEventListener('visibilitychange', () => document.hidden && send());
	// A theme may have made its form anew.
	document.addEventListener('click', setProperty, true);
	new PerformanceObserver(noticeRequests).observe({ type: 'resource' });
	safely(() => {
		if (!visitor()) return;
		const connection = { rel: 'preconnect', href: n8n, crossOrigin: 'anonymous' };
		document.head.append(Object.assign(document.createElement('link'), connection));
		document.querySelectorAll('[data-kainic]').forEach((box) => reserve(box));
	})();
	begin();
})();
