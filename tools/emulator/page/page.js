'use strict';

const view = document.getElementById('view');
const live = document.getElementById('live');
const grouped = (count) => count.toLocaleString('en-US');
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Text never becomes HTML, so nothing that came in a request can run here. */
function element(tag, testId, ...children) {
	const made = document.createElement(tag);
	if (testId !== null) made.dataset.testId = testId;
	made.append(...children.flat());
	return made;
}

const section = (id, title, ...content) =>
	element('section', `section-${id}`, element('h2', null, title), ...content);

function quiet(text) {
	const made = element('p', null, text);
	made.className = 'empty';
	return made;
}

function row(cells, testId = null) {
	return element('tr', testId, ...cells.map((each) => element('td', null, each)));
}

function table(headings, rows, none) {
	if (rows.length === 0) return quiet(none);
	const head = element('tr', null, ...headings.map((each) => element('th', null, each)));
	const scroll = element('div', null, element('table', null, head, ...rows));
	scroll.className = 'scroll';
	return scroll;
}

function bar(id, label, share, text) {
	const made = element('div', id);
	made.className = 'bar-row';
	const filled = element('span', null);
	filled.style.width = `${Math.min(100, share * 100).toFixed(1)}%`;
	const parts = [
		['bar-label', label],
		['bar', filled],
		['bar-text', text],
	];
	for (const [name, content] of parts) {
		const part = element('span', null, content);
		part.className = name;
		made.append(part);
	}
	return made;
}

/** JSON on one line, cut where it is long. */
function code(value) {
	const text = JSON.stringify(value);
	return element('code', null, text.length > 160 ? `${text.slice(0, 159)}…` : text);
}

const time = (milliseconds) => new Date(milliseconds).toLocaleTimeString('en-GB');

function figures({ summary }) {
	const { events, requests, outcomes, uploads, predictions, credentialTests } = summary;
	const shown = [
		['events', 'events accepted', events],
		['requests', 'requests', requests],
		['refused', 'refused', outcomes.refused - credentialTests],
		['not-processed', 'not processed', outcomes.not_processed],
		['predictions', 'predictions', predictions],
		['uploads', 'uploads', uploads],
	].map(([id, label, count]) => {
		const figure = element('b', `figure-${id}`, grouped(count));
		const made = element('div', null, figure, element('span', null, label));
		made.className = 'figure';
		return made;
	});
	const made = element('div', null, ...shown);
	made.className = 'figures';
	return made;
}

function connection({ settings }) {
	const { projectId, apiKey, experimentApiKey, credit, failureStatus } = settings;
	const shown = {
		'Base URL': location.origin,
		'Project ID': projectId,
		'API key': apiKey,
		'Experiment API key': experimentApiKey,
		Credit: credit === null ? 'no limit' : credit === 0 ? 'used up' : counted(credit, 'event'),
		'Refusals come with': `HTTP ${failureStatus}`,
	};
	const parts = Object.entries(shown).map(([name, value]) =>
		element('div', null, element('dt', null, name), element('dd', null, value)),
	);
	const made = element('dl', 'section-connection', ...parts);
	made.className = 'connection';
	return made;
}

function events({ events: list }) {
	const rows = list
		.reverse()
		.map(({ request, trackerId, event: { anon_uid: visitor, ...rest } }) =>
			row([`#${request}`, trackerId, String(visitor), code(rest)]),
		);
	const none = 'None yet. Run a workflow with the Kainic Event node.';
	return section('events', 'Events', table(['Request', 'Tracker', 'Visitor', 'Event'], rows, none));
}

function catalogs({ catalogs: list }) {
	const rows = list.map(({ storeId, lastMode, productCount, lastUpload }) => {
		const count = productCount === null ? 'not counted' : grouped(productCount);
		const file = `${lastUpload.fileName}, ${grouped(lastUpload.fileBytes)} bytes`;
		const shownCount = element('span', 'catalog-products', count);
		return row([storeId, lastMode, shownCount, time(lastUpload.receivedAt), file]);
	});
	const products = list.flatMap(({ storeId, products: kept }) => {
		if (kept === null) return quiet(`The file for ${storeId} is too large to show its products.`);
		const lines = kept.map((product) => element('li', null, code(product)));
		return [element('h3', null, `${storeId}: first products`), element('ol', null, ...lines)];
	});
	const none = 'No catalog was uploaded. Until then ten seeded products are recommended.';
	const head = ['Store', 'Last mode', 'Products', 'Last upload', 'File'];
	return section('catalogs', 'Catalog', table(head, rows, none), ...products);
}

function predictions({ byModel, summary }) {
	const bars = Object.entries(byModel).map(([name, count]) =>
		bar(`model-${name}`, name, count / summary.predictions, grouped(count)),
	);
	return section(
		'predictions',
		'Predictions by model',
		bars.length === 0 ? quiet('None yet.') : bars,
	);
}

/** Groups with their real shares of the sessions, next to the shares that were set. */
function experiments({ experiments: list }) {
	const shown = list.flatMap(({ id, groups }) => {
		const total = groups.reduce((sum, { sessions }) => sum + sessions, 0);
		const bars = groups.map(({ name, share, modelId, sessions }) => {
			const part = sessions / Math.max(1, total);
			const text = `${(part * 100).toFixed(1)} % (set: ${share} %), ${counted(sessions, 'session')}`;
			return bar(`group-${id}-${name}`, `${name}: ${modelId ?? 'no model'}`, part, text);
		});
		return [element('h3', null, id), ...bars];
	});
	const none = quiet('No session has asked an experiment yet.');
	return section('experiments', 'Experiments', shown.length === 0 ? none : shown);
}

function problems({ problems: list }) {
	const rows = list.map(({ number, receivedAt, where, status, reason }) =>
		row([`#${number}`, time(receivedAt), where, String(status ?? '–'), reason]),
	);
	const head = ['Request', 'Time', 'Endpoint', 'Status', 'Reason'];
	return section('problems', 'Refused or failed', table(head, rows, 'None yet.'));
}

function faults({ faults: list }) {
	const rows = list.map(({ fault, left, skip }) => {
		const { kind, endpoint = 'any', count: _count, after: _after, ...details } = fault;
		const many = left === 'always' ? 'all' : counted(left, 'request');
		const skipped = skip === 0 ? '' : `, after ${skip} more`;
		return row([kind, endpoint, many + skipped, code(details)], 'waiting-fault');
	});
	const none = 'Nothing: requests are answered as they should be.';
	const content = table(['Fault', 'Endpoint', 'Requests', 'Details'], rows, none);
	return section('faults', 'Waiting for the next requests', content);
}

const parts = [figures, connection, events, catalogs, predictions, experiments, problems, faults];
let shown = '';

async function refresh() {
	try {
		const response = await fetch('/_emulator/state?requests=0&events=10&products=10');
		const text = await response.text();
		// Replacing it only when something changed keeps a selection alive.
		if (text !== shown) view.replaceChildren(...parts.map((part) => part(JSON.parse(text))));
		shown = text;
		live.textContent = 'live';
		live.className = '';
	} catch {
		live.textContent = 'not running';
		live.className = 'stopped';
	}
}

async function press(button) {
	const { method, path } = button.parentElement.dataset;
	const { body } = button.dataset;
	const content =
		body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } };
	await fetch(path, { method, ...content }).catch(() => undefined);
	await refresh();
}

document.addEventListener('click', (event) => {
	const button = event.target instanceof Element && event.target.closest('button');
	if (button) void press(button);
});

async function keepRefreshing() {
	await refresh();
	setTimeout(keepRefreshing, 1000);
}

void keepRefreshing();
