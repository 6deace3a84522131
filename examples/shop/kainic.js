/*
 * Put this file into your shop, and one tag on every page:
 *   <script src="/kainic.js" data-n8n="https://n8n.example.com" defer></script>
 * Pages call it like this. No call fails before this file is there, or if a browser blocks it.
 *   (window.kainic ??= []).push('agree')   on each page of a visitor who agreed; own ID: push('agree', 'ID')
 *   (window.kainic ??= []).push('forget')  the visitor withdraws: nothing that was stored is left
 *   (window.kainic ??= []).push('page')    after each change of page, in a shop that loads only one
 *   (window.kainic ??= []).push('track', 'wish', { item_id: '17' })
 * Nothing is stored or sent before 'agree'. Then your server finds the visitor ID in the cookie kainic_anon_uid.
 * Events and their fields. This file finds those with *, and in WooCommerce and Shopify those with +.
 *   * product_view                               item_id
 *   + search, category_view, cart_view           search_term, category, item_ids
 *   + add_to_cart, remove_from_cart              item_id, quantity, price, currency
 *     wish                                       item_id
 *   * recommendation_view, recommendation_click  item_id, parent_id, rank, type, and from the answer source,
 *                                                kainic_mid, deployment_job_id
 * Each has event_name, event_id, occurred_at, platform, anon_uid, uid and sid, too. If Kainic has other names,
 * write them into the tag: data-event-wish="add_to_wishlist" data-event-item_id="product"
 *   <main data-kainic-item="17" data-kainic-parent="9">  the product of the page, if there is no JSON-LD
 *   <div data-kainic="similar" data-limit="4" hidden><h2>You may also like</h2></div>  cards below a heading
 * The div can have data-items="17,18" or data-items="cart", data-webhook="kainic-experiment", and your own card:
 *   <template><a class="kainic-url"><b class="kainic-title"></b></a></template>
 * The tag can have data-uid (the customer), data-currency="EUR" and data-locale="de" (of prices on cards),
 * data-link="/p/{item_id}" (for answers without url), and other names: data-answer-title="name". In WooCommerce
 * and Shopify, data-product-id, data-product-sku and data-product-parent are the product of the page. Kainic
 * gets the ID, or with data-item-id="sku" the SKU.
 */
(() => {
	const tag = document.querySelector('script[data-n8n]');
	const early = window.kainic;
	if (!tag || early?.agree) return;
	const { n8n, itemId, uid, currency, locale, link = '' } = tag.dataset;
	const isBySku = itemId === 'sku';
	const webhook = (path) => `${n8n.replace(/\/+$/, '')}/webhook/${path}`;
	const named = (kind, name) => tag.getAttribute(`data-${kind}-${name}`) || name;
	const filled = (fields) => Object.entries(fields).filter(([, value]) => (value ?? '') !== '');
	const shopify = () => window.Shopify?.routes?.root;
	const isWooCommerce = () => /\bwoocommerce/.test(document.body.className);
	const visitor = () => localStorage.getItem('kainic_anon_uid');
	const read = (key) => JSON.parse(localStorage.getItem(key));
	const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
	const remove = (key) => localStorage.removeItem(key);
	const keysOf = (kind) =>
		Object.keys(localStorage).filter((key) => key.startsWith(`kainic_${kind}`));
	/** Pages of http have no randomUUID. */
	const makeId = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
	/** No error reaches the page. */
	function safely(work) {
		return (...values) => new Promise((done) => done(work(...values))).catch(console.warn);
	}
	// Consent. A page begins once it is loaded, visible and allowed to.
	const agree = safely((ownId) => {
		localStorage.setItem('kainic_anon_uid', ownId ?? visitor() ?? makeId());
		begin();
	});
	const forget = safely(() => {
		if (visitor() || !shopify()) setOrderVisitor('');
		current = undefined;
		keysOf('').forEach(remove);
		sessionStorage.removeItem('kainic_view');
	});
	/** The product of the page that has begun */
	let current;
	const begin = safely(() => {
		const isReady = document.readyState === 'complete' && !document.prerendering;
		if (current || !isReady || !visitor()) return;
		current = productOfPage();
		if (!shopify()) setOrderVisitor(visitor());
		look();
		for (const box of document.querySelectorAll('[data-kainic]')) recommend(box, current);
	});
	const page = safely(() => begin((current = undefined)));
	/** Shopify copies the attributes of a cart into the order. Other servers read the cookie. */
	const setOrderVisitor = safely((id) => {
		const body = new URLSearchParams({ 'attributes[kainic_anon_uid]': id });
		if (shopify()) return fetch(`${shopify()}cart/update.js`, { method: 'POST', body });
		const options = `path=/; max-age=${id ? 31_536_000 : 0}; SameSite=Lax`;
		document.cookie = `kainic_anon_uid=${encodeURIComponent(id)}; ${options}`;
	});
	// Events are stored, wait up to two seconds, and go together.
	let timer;
	const sendSoon = () => (timer ??= setTimeout(send, 2000));
	/** After 30 minutes without an event or a question, a new session begins. */
	function who() {
		const last = read('kainic_session');
		const sid = Date.now() < last?.until ? last.sid : makeId();
		write('kainic_session', { sid, until: Date.now() + 30 * 60_000 });
		return { platform: 'web', anon_uid: visitor(), uid, sid };
	}
	const track = safely((name, fields) => {
		if (!visitor()) return;
		const [event_name, event_id] = [named('event', name), makeId()];
		const occurred_at = new Date().toISOString();
		const all = filled({ ...fields, ...who(), event_name, event_id, occurred_at });
		const event = Object.fromEntries(all.map(([key, value]) => [named('event', key), value]));
		if (new Blob([JSON.stringify(event)]).size > 1000) throw new Error(`${name} exceeds 1 kB.`);
		// Not one list of all, which two tabs would change at the same moment
		write(`kainic_event_${occurred_at}_${event_id}`, { event, sent: 0 });
		sendSoon();
	});
	/**
	 * An event stays stored until n8n has answered: neither a page that closes nor one whose request fails knows
	 * whether n8n got it. The event goes again later, and shop-events drops it if it had it before.
	 */
	const send = safely(async () => {
		timer = clearTimeout(timer);
		const oldest = `kainic_event_${new Date(Date.now() - 3 * 86_400_000).toISOString()}`;
		const isOver = (key, index, all) => key < oldest || index < all.length - 50;
		keysOf('event_').sort().filter(isOver).forEach(remove);
		const due = keysOf('event_').filter((key) => Date.now() - read(key).sent >= 10_000);
		const events = due.sort().map((key) => read(key).event);
		if (!events[0] || !navigator.onLine) return;
		due.forEach((key, index) => write(key, { event: events[index], sent: Date.now() }));
		// Text, since a browser asks n8n for permission before it sends JSON. A closing page cannot wait.
		const request = { method: 'POST', keepalive: true, body: JSON.stringify(events) };
		const { status } = await fetch(webhook('kainic-shop-events'), request).catch(() => ({}));
		if ([200, 400].includes(status)) due.forEach(remove);
	});
	/** WooCommerce names the kind of a page by a class, Shopify by the address. */
	const isPage = (kind) =>
		kind.test(shopify() ? location.pathname : isWooCommerce() && document.body.className);
	const isCart = () => isPage(/\bwoocommerce-cart\b|\/cart$/);
	/** Counts a page once, also if it is loaded again, and once more if the visitor comes back to it. */
	const look = safely(async () => {
		const cart = compareCart();
		if (keysOf('event_')[0]) sendSoon();
		const [name, fields] = viewOfPage();
		const view = JSON.stringify([who().sid, name, fields]);
		const isSame = view === sessionStorage.getItem('kainic_view');
		sessionStorage.setItem('kainic_view', view);
		if (name && !isSame) track(name, fields ?? { item_ids: Object.keys(await cart) });
	});
	function viewOfPage() {
		if (current.item) return ['product_view', { item_id: current.item }];
		const search_term = new URLSearchParams(location.search).get(shopify() ? 'q' : 's');
		if (search_term && isPage(/\bsearch-(no-)?results\b|\/search$/))
			return ['search', { search_term }];
		const category = document.querySelector('h1')?.textContent.trim();
		if (isPage(/\btax-product_cat\b|\/collections\/[^/]+$/)) return ['category_view', { category }];
		return isCart() ? ['cart_view'] : [];
	}
	/** WooCommerce and Shopify write the IDs into the tag. In JSON-LD, several products are a list. */
	function productOfPage() {
		const { productId, productSku, productParent } = tag.dataset;
		const own = document.querySelector('[data-kainic-item]')?.dataset ?? {};
		const [, post] = /\bpostid-(\d+)/.exec(document.body.className) ?? [];
		const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')];
		const skus = [...new Set(scripts.flatMap(skusOf).filter(Boolean).map(String))];
		const found = shopify() || isWooCommerce() ? [isBySku ? productSku : productId] : skus;
		const item = own.kainicItem || (found.length === 1 ? found[0] : undefined);
		return { item, parent: own.kainicParent || productParent || post };
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
	const changes = /wc-ajax=\w+_cart|wc\/store\/.*(batch|cart\/)|\/cart\/(add|change|update|clear)/;
	let comparison = Promise.resolve();
	const compareCart = (isChange) => (comparison = comparison.then(() => compareOnce(isChange)));
	const compareOnce = safely(async (isChange) => {
		const [, hash = ''] = /woocommerce_cart_hash=(\w+)/.exec(document.cookie) ?? [];
		const before = read('kainic_cart');
		const isKnown = !shopify() && !isChange && before?.hash === hash;
		if (!visitor() || isKnown) return before?.lines ?? {};
		const lines = {};
		for (const line of shopify() || hash || isChange ? await readCart() : []) {
			line.quantity += lines[line.item_id]?.quantity ?? 0;
			if (line.item_id) lines[line.item_id] = line;
		}
		if (visitor()) write('kainic_cart', { hash, lines });
		// A cart that is empty on another page was bought.
		const isRemoval = isChange || isCart() || Object.keys(lines).length > 0;
		for (const [id, line] of Object.entries(before ? { ...before.lines, ...lines } : {})) {
			const more = (lines[id]?.quantity ?? 0) - (before.lines[id]?.quantity ?? 0);
			if (more > 0) track('add_to_cart', { ...line, quantity: more });
			if (more < 0 && isRemoval) track('remove_from_cart', { ...line, quantity: -more });
		}
		return lines;
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
	const noticeRequests = safely((list) => {
		const isChange = list.getEntries().some(({ name }) => changes.test(decodeURIComponent(name)));
		if (current && (isChange || isWooCommerce())) compareCart(isChange);
	});
	// Recommendations as cards. A card counts as seen when half of it is visible.
	const recommend = safely(async (box, product) => {
		const { kainic: type, items = product.item, limit = 10, webhook: path } = box.dataset;
		const item_ids = items === 'cart' ? Object.keys(await comparison).join() : items;
		if (items === 'cart' && !item_ids) return;
		const body = new URLSearchParams(filled({ ...who(), type, item_ids }));
		const request = { method: 'POST', body, signal: AbortSignal.timeout(2000) };
		const answer = await fetch(webhook(path ?? 'kainic-recommendations'), request);
		const { items: all, ...facts } = await answer.json();
		if (product !== current) return;
		// One card for each product, and none for the product of the page
		const shown = new Set([product.item, product.parent].filter(Boolean));
		const others = all.filter((each) => {
			const [id, parent] = idsOf(each);
			const isShown =
				shown.has(id) || shown.has(parent) || !textOf(each, 'title') || !textOf(each, 'url');
			return !isShown && shown.add(parent || id);
		});
		if (!others[0]) throw new Error('No other product has a title and an address.');
		const template = box.querySelector('template');
		const list = make('div', 'list', 'list');
		const cards = others.slice(0, limit).map((each) => cardOf(each, template, { ...facts, type }));
		list.append(...cards);
		list.style.setProperty('--kainic-cards', cards.length);
		box.replaceChildren(...box.querySelectorAll(':scope > :is(template, h1, h2, h3, h4)'), list);
		box.hidden = false;
		sheet ??= wear(new CSSStyleSheet());
	});
	let sheet;
	const wear = (own) => own.replaceSync(looks) ?? document.adoptedStyleSheets.push(own);
	/** Stronger than what a theme says of all links and images, weaker than what it says of a class */
	const looks = `div:where(.kainic-list) { display: grid; gap: 1.5rem 1rem;
			grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
			max-width: calc(var(--kainic-cards) * 15rem - 1rem) }
		a:where(.kainic-url) { display: block; color: inherit; text-decoration: none }
		a:where(.kainic-url:focus-visible) { outline: 2px solid; outline-offset: 3px }
		img:where(.kainic-image_url) { width: 100%; height: auto; aspect-ratio: 1; object-fit: contain }
		span:where(.kainic-title) { -webkit-line-clamp: 2; -webkit-box-orient: vertical;
			display: -webkit-box; overflow: hidden; margin: 0.5rem 0 0.25rem }
		span:where(.kainic-price) { display: block; font-weight: bold }`;
	const make = (name, field, role = null) =>
		Object.assign(document.createElement(name), { className: `kainic-${field}`, alt: '', role });
	const idsOf = (item) => ['item_id', 'parent_id'].map((name) => textOf(item, name));
	function cardOf(item, template, facts) {
		const [card, anchor] = [make('div', 'card', 'listitem'), make('a', 'url')];
		anchor.append(make('img', 'image_url'), make('span', 'title'), make('span', 'price'));
		card.append(template?.content.cloneNode(true) ?? anchor);
		for (const part of card.querySelectorAll('[class*="kainic-"]')) {
			const address = { A: 'href', IMG: 'src' }[part.tagName];
			const text = textOf(item, /kainic-(\w+)/.exec(part.className)[1], address);
			if (text) part[address ?? 'textContent'] = text;
			// A card without a picture keeps its place.
			else if (address !== 'src') part.remove();
		}
		const [item_id, parent_id] = idsOf(item);
		const all = { ...facts, item_id, parent_id, rank: item.rank };
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
		if (isAddress) {
			const usual = field === 'url' && link.replace('{item_id}', encodeURIComponent(item.item_id));
			const { href, protocol } = Object.assign(make('a', ''), { href: text || usual || 'none:' });
			return /^https?:$/.test(protocol) ? href : '';
		}
		if (field !== 'price' || !/^[A-Z]{3}$/.test(currency) || !(Number(text) > 0)) return text;
		const language = (locale || document.documentElement.lang).replace('_', '-');
		const known = /^[a-z]{2,3}(-[a-z]{2,4})?$/i.test(language) ? language : [];
		return Number(text).toLocaleString(known, { style: 'currency', currency });
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
	// The visitor comes back to a page that the browser has kept.
	addEventListener('pageshow', ({ persisted }) => persisted && (current ? look() : begin()));
	document.addEventListener('visibilitychange', () => document.hidden && send());
	new PerformanceObserver(noticeRequests).observe({ type: 'resource' });
	begin();
})();
