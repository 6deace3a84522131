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

byId('agree').onclick = () => window.kainic.agree().then(showConsent);
byId('forget').onclick = () => window.kainic.forget().then(() => location.reload());
byId('add')?.addEventListener('click', ({ target }) => {
	window.kainic.track('add_to_cart', { item_id: target.value, quantity: 1 });
	target.textContent = 'Added';
});
showConsent();
