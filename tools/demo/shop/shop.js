'use strict';

/** What a shop has without Kainic: a choice of the visitor, a cart, and bestsellers. The rest is in kainic.js. */
const byId = (id) => document.getElementById(id);
const box = document.querySelector('[data-kainic]');
const catalog = JSON.parse(byId('products').textContent);
const money = (amount) => amount.toLocaleString('en', { style: 'currency', currency: 'EUR' });

// The choice
const hasAgreed = () => localStorage.getItem('choice') === 'yes';
const hasRefused = () => localStorage.getItem('choice') === 'no';

function showChoice() {
	byId('agree').hidden = hasAgreed();
	byId('refuse').hidden = hasAgreed() || hasRefused();
	byId('withdraw').hidden = !hasAgreed();
	byId('choice').textContent = hasAgreed()
		? 'You agreed. An event reaches Kainic within five seconds.'
		: hasRefused()
			? 'You did not agree. Kainic gets nothing from you.'
			: 'May we store an ID for recommendations?';
}

/** The button of a choice disappears, so its focus goes to the new text. */
function choose(choice) {
	localStorage.setItem('choice', choice);
	showChoice();
	byId('choice').focus();
}

// The calls also work if kainic.js is still loading or blocked.
const tellKainic = (...call) => (window.kainic ??= []).push(...call);

byId('agree').onclick = () => {
	choose('yes');
	noteView();
	tellKainic('agree');
};
byId('refuse').onclick = () => {
	choose('no');
	showBestsellers();
};
byId('withdraw').onclick = () => {
	tellKainic('forget');
	localStorage.removeItem('viewed');
	choose('no');
	showBestsellers();
};
showChoice();
// A question stays in view. A choice from another page is at the end of this one.
document.querySelector('aside').classList.toggle('asks', !hasAgreed() && !hasRefused());

// kainic.js keeps answers for five minutes. In the demo, each view counts at once.
sessionStorage.removeItem('kainic_answers');

// Recommendations. On the page of the cart, they are similar to its products.
if (byId('lines') !== null) {
	const ids = Object.keys(JSON.parse(localStorage.getItem('cart') ?? '{}'));
	if (ids.length > 0) box.dataset.items = ids.map((line) => line.split(' ')[0]).join();
	else box.dataset.kainic = 'popular';
}
const isProduct = byId('add') !== null;

/** What is recommended to a visitor who has not looked at a product is popular, and no more. */
function noteView() {
	if (isProduct && hasAgreed()) localStorage.setItem('viewed', 'yes');
}
noteView();

function headingOfAnswer() {
	if (isProduct) return 'You may also like';
	if (byId('lines') !== null) return 'Goes with your cart';
	return localStorage.getItem('viewed') === 'yes' ? 'Recommended for you' : 'Popular now';
}

function say(heading, text) {
	byId('recommended').textContent = heading;
	byId('happened').textContent = text;
}

function showBestsellers(reason = 'Every visitor sees these products.') {
	if (box === null) return;
	box.replaceChildren(byId('recommendations').querySelector('template').content.cloneNode(true));
	say('Bestsellers', reason);
}

/** Keeps four cards with products that the page does not show above. */
function leaveOutShown() {
	const links = [...document.querySelectorAll('main a')].filter((link) => !box.contains(link));
	const shown = [location.href, ...links.map(({ href }) => href)];
	const cards = [...box.querySelectorAll('.kainic-card')];
	const others = cards.filter((card) => !shown.includes(card.querySelector('a').href));
	for (const card of cards) if (!others.slice(0, 4).includes(card)) card.remove();
	return others.length > 0;
}

/** Listens to what kainic.js asks n8n, to say what happened. A shop that only shows cards needs nothing of this. */
const fetchOfBrowser = window.fetch;
let source;
window.fetch = async (address, request) => {
	if (!String(address).includes('/kainic-recommendations'))
		return await fetchOfBrowser(address, request);
	say('Recommendations', 'Looking …');
	source = undefined;
	try {
		const response = await fetchOfBrowser(address, request);
		({ source } = await response.clone().json());
		setTimeout(() => {
			// Meanwhile the visitor may have withdrawn the consent.
			if (hasAgreed() && !box.querySelector('div.kainic-list:not([aria-hidden])'))
				showBestsellers(nothing);
		}, 500);
		return response;
	} catch (error) {
		const isLate = error.name === 'TimeoutError';
		showBestsellers(isLate ? 'No answer came within two seconds.' : 'n8n did not answer.');
		throw error;
	}
};

const nothing = 'Kainic recommended nothing or failed.';

/** Called when kainic.js has put its cards into the box. */
function tell() {
	if (box.querySelector('div.kainic-list:not([aria-hidden])') === null) return;
	if (!leaveOutShown()) showBestsellers(nothing);
	else if (source === 'kainic') say(headingOfAnswer(), 'Kainic chose these products.');
	else say('Bestsellers', nothing);
}

if (box !== null) new MutationObserver(tell).observe(box, { childList: true });

if (!hasAgreed())
	showBestsellers(
		hasRefused() ? undefined : 'If you agree, Kainic recommends products that fit you.',
	);

// The cart: the quantity of each line, which is a product and its size
const readCart = () => JSON.parse(localStorage.getItem('cart') ?? '{}');
const idOf = (line) => line.split(' ')[0];

/** The quantity of each product, without sizes. */
function productsInCart() {
	const products = {};
	for (const [line, quantity] of Object.entries(readCart()))
		products[idOf(line)] = (products[idOf(line)] ?? 0) + quantity;
	return products;
}

function changeCart(line, change) {
	const [item_id, cart] = [idOf(line), readCart()];
	const name = change > 0 ? 'add_to_cart' : 'remove_from_cart';
	tellKainic('track', name, { item_id, quantity: Math.abs(change), price: catalog[item_id].price });
	const quantity = (cart[line] ?? 0) + change;
	const { [line]: _before, ...others } = cart;
	const changed = line in cart ? { ...cart, [line]: quantity } : { ...others, [line]: quantity };
	localStorage.setItem('cart', JSON.stringify(quantity > 0 ? changed : others));
	showCart();
	return quantity;
}

function showCart() {
	const lines = Object.entries(readCart());
	byId('count').textContent = lines.reduce((sum, [, quantity]) => sum + quantity, 0);
	if (byId('lines') === null) return;
	const nothingIn = element('li', { textContent: 'Your cart is empty.' });
	byId('lines').replaceChildren(...(lines.length > 0 ? lines.map(lineOf) : [nothingIn]));
	const sum = lines.reduce((all, [line, count]) => all + count * catalog[idOf(line)].price, 0);
	byId('sum').textContent = byId('total').textContent = money(sum);
	byId('buy').hidden = lines.length === 0;
}

function element(tag, properties, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

function lineOf([line, quantity]) {
	const [id, size] = line.split(' ');
	const { title, price } = catalog[id];
	/** The line is made again, so the focus goes to its new button, or to the heading. */
	const button = (text, ariaLabel, change) =>
		element('button', {
			...{ className: 'quiet', textContent: text, ariaLabel, disabled: quantity + change > 99 },
			onclick: () => {
				changeCart(line, change);
				const same = document.querySelector(`[aria-label="${ariaLabel}"]`);
				(same ?? document.querySelector('h1')).focus();
			},
		});
	const name = size === undefined ? title : `${title}, size ${size}`;
	return element(
		'li',
		{},
		element('img', { src: `/pictures/${id}`, alt: '', width: 96, height: 96 }),
		element(
			'div',
			{},
			element('a', { href: `/shop/${id}`, textContent: title }),
			element('p', {
				textContent: `${size === undefined ? '' : `Size ${size} · `}${money(price)} each`,
			}),
		),
		element('b', { textContent: money(quantity * price) }),
		element(
			'div',
			{ className: 'quantity' },
			button('−', `One less: ${name}`, -1),
			element('b', { textContent: quantity }),
			button('+', `One more: ${name}`, 1),
			button('Remove', `Remove ${name}`, -quantity),
		),
	);
}

byId('add')?.addEventListener('click', ({ target: { value: id } }) => {
	const size = document.querySelector('[name="size"]:checked')?.value;
	const count = changeCart(size === undefined ? id : `${id} ${size}`, 1);
	byId('added').textContent = `Added: ${count} in the cart.`;
});

byId('order')?.addEventListener('click', async () => {
	byId('ordered').textContent = 'Sending the order …';
	const headers = { 'content-type': 'application/json' };
	const request = { method: 'POST', headers, body: JSON.stringify(productsInCart()) };
	const response = await fetchOfBrowser('/orders', request).catch(() => undefined);
	byId('ordered').textContent =
		(await response?.text()) ?? 'The shop did not answer. Try again later.';
	if (response?.ok !== true) return;
	localStorage.removeItem('cart');
	showCart();
	byId('health').hidden = false;
	document.querySelector('h1').focus();
});
showCart();
