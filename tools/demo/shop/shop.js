'use strict';

/** What a cookie banner and a button of the cart do. Everything else is in kainic.js. */
const byId = (id) => document.getElementById(id);

function showConsent() {
	const hasAgreed = localStorage.getItem('kainic_anon_uid') !== null;
	byId('agree').hidden = hasAgreed;
	byId('forget').hidden = !hasAgreed;
	byId('agree').previousElementSibling.textContent = hasAgreed
		? 'You agreed. Kainic gets an event within five seconds, or when you leave the page.'
		: 'May we store an ID, so that Kainic can recommend products to you?';
}

// The calls also work if kainic.js is still loading or blocked.
byId('agree').onclick = () => {
	(window.kainic ??= []).push('agree');
	showConsent();
};
byId('forget').onclick = () => {
	(window.kainic ??= []).push('forget');
	location.reload();
};
byId('add')?.addEventListener('click', ({ target }) => {
	const fields = { item_id: target.value, quantity: 1 };
	(window.kainic ??= []).push('track', 'add_to_cart', fields);
	target.textContent = 'Added';
});
showConsent();
