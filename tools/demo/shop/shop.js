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

// Recommendations
const isProduct = box?.dataset.kainic === 'similar';

/** What is recommended to a visitor who has not looked at a product is popular, and no more. */
function noteView() {
	if (isProduct && hasAgreed()) localStorage.setItem('viewed', 'yes');
}
noteView();

function headingOfAnswer() {
	if (isProduct) return 'You may also like';
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
			if (hasAgreed() && !box.querySelector('div.kainic-list')) showBestsellers(nothing);
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
	if (box.querySelector('div.kainic-list') === null) return;
	if (!leaveOutShown()) showBestsellers(nothing);
	else if (source === 'kainic') say(headingOfAnswer(), 'Kainic chose these products.');
	else say('Bestsellers', nothing);
}

if (box !== null) new MutationObserver(tell).observe(box, { childList: true });

if (!hasAgreed())
	showBestsellers(
		hasRefused() ? undefined : 'If you agree, Kainic recommends products that fit you.',
	);

// The cart: the quantity of each product
const readCart = () => JSON.parse(localStorage.getItem('cart') ?? '{}');

function changeCart(id, change) {
	const cart = readCart();
	const quantity = (cart[id] ?? 0) + change;
	const { [id]: _before, ...others } = cart;
	localStorage.setItem('cart', JSON.stringify(quantity > 0 ? { ...cart, [id]: quantity } : others));
	showCart();
	return quantity;
}

function showCart() {
	const lines = Object.entries(readCart());
	byId('count').textContent = lines.reduce((sum, [, quantity]) => sum + quantity, 0);
	if (byId('lines') === null) return;
	byId('lines').replaceChildren(...lines.map(lineOf));
	const total = lines.reduce((sum, [id, quantity]) => sum + quantity * catalog[id].price, 0);
	byId('total').textContent = money(total);
	byId('buy').hidden = lines.length === 0;
	if (byId('ordered').textContent === '' && lines.length === 0)
		byId('ordered').textContent = 'Your cart is empty.';
}

function lineOf([id, quantity]) {
	const { title, price } = catalog[id];
	const line = document.createElement('li');
	const remove = Object.assign(document.createElement('button'), {
		...{ className: 'quiet', textContent: 'Remove', ariaLabel: `Remove ${title}` },
		onclick: () => {
			tellKainic('track', 'remove_from_cart', { item_id: id, quantity });
			changeCart(id, -quantity);
			document.querySelector('h1').focus();
		},
	});
	const picture = Object.assign(new Image(64, 64), { src: `/pictures/${id}`, alt: '' });
	line.append(picture, `${quantity} × ${title}, ${money(quantity * price)}`, remove);
	return line;
}

byId('add')?.addEventListener('click', ({ target: { value: id } }) => {
	tellKainic('track', 'add_to_cart', { item_id: id, quantity: 1, price: catalog[id].price });
	byId('added').textContent = `Added: ${changeCart(id, 1)} in the cart.`;
});

byId('order')?.addEventListener('click', async () => {
	byId('ordered').textContent = 'Sending the order …';
	const headers = { 'content-type': 'application/json' };
	const request = { method: 'POST', headers, body: JSON.stringify(readCart()) };
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
