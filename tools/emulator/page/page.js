'use strict';

const view = document.getElementById('view');
const live = document.getElementById('live');
let shown = '';

async function refresh() {
	try {
		const response = await fetch('/_emulator/state', { headers: { accept: 'text/html' } });
		const text = await response.text();
		// Replacing it only when something changed keeps a selection alive.
		if (text !== shown) view.innerHTML = text;
		shown = text;
		live.textContent = 'live';
		live.className = '';
	} catch {
		live.textContent = 'not running';
		live.className = 'stopped';
	}
}

async function press(button) {
	const { method, path, body } = button.dataset;
	const content = body === '' ? {} : { body, headers: { 'content-type': 'application/json' } };
	await fetch(path, { method, ...content }).catch(() => undefined);
	await refresh();
}

document.addEventListener('click', (event) => {
	const button = event.target instanceof Element && event.target.closest('button[data-path]');
	if (button) void press(button);
});

async function keepRefreshing() {
	await refresh();
	setTimeout(keepRefreshing, 1000);
}

void keepRefreshing();
