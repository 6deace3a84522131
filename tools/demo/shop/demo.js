'use strict';

/** Tells the page of the emulator which visitor the shop next to it has. */
const frame = document.getElementById('kainic');

function showVisitor() {
	const visitor = localStorage.getItem('kainic_anon_uid') ?? '';
	const address = new URL(`#visitor=${encodeURIComponent(visitor)}`, frame.src);
	frame.contentWindow.location.replace(address);
}

addEventListener('storage', ({ key }) => key === 'kainic_anon_uid' && showVisitor());
showVisitor();

/** On a phone, what arrives is a sheet over the shop. */
document.getElementById('sheet').onclick = ({ target: button }) => {
	const isOpen = document.getElementById('arrivals').classList.toggle('open');
	button.ariaExpanded = String(isOpen);
	button.textContent = isOpen ? 'Hide' : 'Show';
};
