'use strict';

const byId = (id) => document.getElementById(id);
const grouped = (count) => count.toLocaleString('en-US');
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
const time = (milliseconds) => new Date(milliseconds).toLocaleTimeString('en-GB');

/** Text never becomes HTML, so nothing that came in a request can run here. */
function element(tag, properties, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

function setText(target, text) {
	// Only a change, so that a selection lives
	if (target.textContent !== text) target.textContent = text;
}

/**
 * Shows rows in a table by their keys, newest first. A row stays the same element as long as it is shown, so
 * that it keeps the focus. A row that has the focus or is unfolded stays until the table is empty.
 */
function fill(id, rows) {
	const table = byId(id);
	const shown = new Map([...table.tBodies].map((body) => [body.dataset.key, body]));
	let next = table.tBodies[0] ?? null;
	for (const row of rows) {
		const key = String(row.key);
		const body = shown.get(key) ?? makeRow(table, key, row);
		if (shown.delete(key)) next = body.nextElementSibling;
		else table.insertBefore(body, next);
		showRow(body, row);
	}
	for (const body of shown.values()) {
		const isRead =
			body.contains(document.activeElement) || body.querySelector('[aria-expanded="true"]');
		if (rows.length === 0 || !isRead) body.remove();
	}
}

function makeRow({ id: tableId, tHead }, key, { cells, more }) {
	const body = element('tbody', {}, element('tr', {}, ...cells.map(() => element('td', {}))));
	body.dataset.key = key;
	for (const [index, { textContent: name }] of [...tHead.rows[0].cells].entries())
		body.rows[0].cells[index].dataset.name = name;
	if (more === undefined) return body;
	const id = `${tableId}-${key}`;
	const text = element('td', { colSpan: cells.length }, element('pre', {}));
	const unfolded = element('tr', { id, hidden: true }, text);
	const button = element('button', { ariaExpanded: 'false' });
	button.setAttribute('aria-controls', id);
	body.rows[0].onclick = ({ target }) => {
		const isSelecting = target !== button && !getSelection().isCollapsed;
		if (isSelecting) return;
		unfolded.hidden = !unfolded.hidden;
		button.ariaExpanded = String(!unfolded.hidden);
	};
	body.rows[0].lastChild.append(button);
	body.append(unfolded);
	return body;
}

/** The last cell of a row with `more` is the button that unfolds it. */
function showRow(body, { cells, more, visitor }) {
	const isMine = visitor !== undefined && visitor === ownVisitor();
	body.classList.toggle('mine', isMine);
	const [row] = body.rows;
	for (const [index, cell] of cells.entries()) {
		const target = row.cells[index].querySelector('button') ?? row.cells[index];
		const isVisitor = visitor !== undefined && cell === visitor;
		setText(target, isVisitor && isMine ? 'your visitor' : cell);
		row.cells[index].classList.toggle('none', cell === '–');
		if (isVisitor) Object.assign(target, { className: 'visitor', title: visitor });
	}
	if (more !== undefined) setText(body.querySelector('pre'), JSON.stringify(more, null, 1));
}

/** The visitor whose ID the demo writes into the address of this page. */
let ownId;
const ownVisitor = () =>
	(ownId = new URLSearchParams(location.hash.slice(1)).get('visitor') ?? ownId);

function showCount(id, count, rows) {
	const text = count > rows.length ? `the newest ${rows.length} of ${grouped(count)}` : '';
	setText(byId(`${id}-title`).querySelector('small'), text);
	fill(id, rows);
}

const settingRows = ({ projectId, apiKey, experimentApiKey, credit, failureStatus }) =>
	[
		['Base URL', location.origin],
		['Project ID', projectId],
		['API key', apiKey],
		['Experiment API key', experimentApiKey],
		['Credit', credit === null ? 'no limit' : counted(credit, 'event')],
		['Status of a refusal', `HTTP ${failureStatus}`],
	].map((cells) => ({ key: cells[0], cells }));

function eventRow({ number, request, trackerId, event }) {
	const { event_name: name = '–', item_id: item = '–', anon_uid: id } = event;
	const visitor = String(id);
	const cells = [String(name), String(item), visitor, `#${request}`];
	return { key: number, visitor, cells, more: { tracker: trackerId, ...event } };
}

function predictionRow({ request, modelId, itemIds, anonUid: visitor, ...others }) {
	const model = modelId ?? 'no model (control group)';
	const cells = [model, itemIds.join(', ') || '–', visitor, `#${request}`];
	return { key: request, visitor, cells, more: { anonUid: visitor, ...others } };
}

function problemRow({ number, receivedAt, where, status, reason, ...others }) {
	const cells = [reason, where, String(status ?? '–'), `#${number}`];
	return { key: number, cells, more: { receivedAt: time(receivedAt), ...others } };
}

const catalogRow = ({ productCount, lastUpload, products }) => ({
	key: lastUpload.storeId,
	cells: [
		...[lastUpload.storeId, grouped(productCount), lastUpload.syncMode],
		time(lastUpload.receivedAt),
	],
	more: { bytes: lastUpload.fileBytes, firstProducts: products },
});

/** Groups with their real shares of the sessions, next to the shares that were set. */
function groupRows({ id, groups }) {
	const total = groups.reduce((sum, { sessions }) => sum + sessions, 0);
	return groups.map(({ name, share, modelId, sessions }) => {
		const part = ((100 * sessions) / Math.max(1, total)).toFixed(1);
		const text = `${part} % (set: ${share} %), ${counted(sessions, 'session')}`;
		return { key: `${id} ${name}`, cells: [id, name, modelId ?? 'no model', text] };
	});
}

function faultRow({ number, words, fault, left, skip }) {
	const many = left === 'always' ? 'all' : grouped(left);
	const cells = [words, skip === 0 ? many : `${many}, after ${skip} more`];
	return { key: number, cells, more: fault };
}

/** Marks the buttons whose fault waits or whose setting is set. */
function markButtons(settings, faults) {
	const inOrder = (value) => JSON.stringify(Object.entries(value).sort());
	const waiting = faults.map(({ fault }) => inOrder(fault));
	for (const button of document.querySelectorAll('button[value]')) {
		const value = JSON.parse(button.value);
		const isSet = Object.entries(value).every(([name, each]) => settings[name] === each);
		button.ariaPressed = String(isSet || waiting.includes(inOrder(value)));
	}
}

function showUndo(canUndo) {
	const undo = byId('undo');
	if (!canUndo && undo === document.activeElement) byId('clear').focus();
	undo.hidden = !canUndo;
	setText(byId('cleared'), canUndo ? 'Everything was cleared.' : '');
}

function show({ summary, settings, faults, ...state }) {
	for (const [name, count] of Object.entries(summary))
		setText(byId(`${name}-figure`), grouped(count));
	byId('problems-figure').parentElement.classList.toggle('bad', summary.problems > 0);
	showCount('events', summary.events, state.events.reverse().map(eventRow));
	showCount('predictions', summary.predictions, state.predictions.reverse().map(predictionRow));
	showCount('problems', summary.problems, state.problems.map(problemRow));
	fill('connection', settingRows(settings));
	fill('catalogs', state.catalogs.map(catalogRow));
	fill('experiments', state.experiments.flatMap(groupRows));
	fill('faults', faults.map(faultRow));
	markButtons(settings, faults);
	showUndo(state.canUndo);
}

let shown = '';

async function refresh() {
	try {
		const response = await fetch('/_emulator/state');
		const text = await response.text();
		if (text !== shown) show(JSON.parse(text));
		shown = text;
		setText(byId('live'), 'Live');
	} catch {
		setText(byId('live'), 'The emulator does not run.');
	}
}

/** A button has the JSON that it sends, and the element around it says how and where to. */
for (const button of document.querySelectorAll('[data-method] > button')) {
	const { method, path } = button.parentElement.dataset;
	const headers = { 'content-type': 'application/json' };
	const sent = button.value === '' ? { method } : { method, headers, body: button.value };
	button.onclick = () =>
		fetch(`/_emulator/${path}`, sent)
			.catch(() => undefined)
			.then(refresh);
}

addEventListener('hashchange', () => {
	shown = '';
	void refresh();
});

async function keepRefreshing() {
	await refresh();
	setTimeout(keepRefreshing, 1000);
}

void keepRefreshing();
