'use strict';

const byId = (id) => document.getElementById(id);
const grouped = (count) => count.toLocaleString('en-US');
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
const time = (milliseconds) => new Date(milliseconds).toLocaleTimeString('en-GB');

/** Text never becomes HTML, so nothing that came in a request can run here. */
function element(tag, ...children) {
	const made = document.createElement(tag);
	made.append(...children);
	return made;
}

/** The texts that the reader has unfolded. They stay open when the page shows something new. */
const unfolded = new Set();

function folded(title, value) {
	const text = JSON.stringify(value, null, 1);
	const details = element('details', element('summary', title), element('pre', text));
	details.open = unfolded.has(title + text);
	details.ontoggle = () => unfolded[details.open ? 'add' : 'delete'](title + text);
	return details;
}

/** A text that is cut where it is too long for its column. */
function short(text) {
	return Object.assign(element('div', text), { className: 'short', title: text });
}

/** Shows rows, lists of cells, in a table below its head. */
function fill(id, rows) {
	const table = byId(id);
	const row = (tag, cells) => element('tr', ...cells.map((cell) => element(tag, cell)));
	const head = row('th', table.dataset.head.split(', '));
	table.replaceChildren(head, ...rows.map((cells) => row('td', cells)));
}

function showFigures({ events, requests, refused, notProcessed, uploads, predictions }) {
	byId('accepted').textContent = grouped(events);
	byId('requests').textContent = grouped(requests);
	byId('refused').textContent = grouped(refused);
	byId('not-processed').textContent = grouped(notProcessed);
	byId('predictions').textContent = grouped(predictions);
	byId('uploads').textContent = grouped(uploads);
}

const settingRows = ({ projectId, apiKey, experimentApiKey, credit, failureStatus }) => [
	['Base URL', location.origin],
	['Project ID', projectId],
	['API key', apiKey],
	['Experiment API key', experimentApiKey],
	['Credit', credit === null ? 'no limit' : counted(credit, 'event')],
	['Status of a refusal', `HTTP ${failureStatus}`],
];

function eventRow({ request, trackerId, event }) {
	const { event_name: name = '–', item_id: item = '–', anon_uid: visitor } = event;
	const whole = folded(`#${request}`, { tracker: trackerId, ...event });
	return [String(name), String(item), short(String(visitor)), whole];
}

function questionRow({ request, modelId, itemIds, anonUid, ...others }) {
	const whole = folded(`#${request}`, { anonUid, ...others });
	return [modelId ?? 'no model (control group)', itemIds.join(', ') || '–', short(anonUid), whole];
}

const catalogRow = ({ productCount, lastUpload, products }) => [
	lastUpload.storeId,
	folded(grouped(productCount), products),
	lastUpload.syncMode,
	`${time(lastUpload.receivedAt)}, ${grouped(lastUpload.fileBytes)} bytes`,
];

/** Groups with their real shares of the sessions, next to the shares that were set. */
function groupRows({ id, groups }) {
	const total = groups.reduce((sum, { sessions }) => sum + sessions, 0);
	return groups.map(({ name, share, modelId, sessions }) => {
		const part = ((100 * sessions) / Math.max(1, total)).toFixed(1);
		const text = `${part} % (set: ${share} %), ${counted(sessions, 'session')}`;
		return [id, name, modelId ?? 'no model', text];
	});
}

function problemRow({ number, receivedAt, where, status, reason }) {
	return [reason, where, String(status ?? '–'), time(receivedAt), `#${number}`];
}

function faultRow({ fault: { count: _count, after: _after, ...fault }, left, skip }) {
	const many = left === 'always' ? 'all' : grouped(left);
	return [folded(fault.kind, fault), skip === 0 ? many : `${many}, after ${skip} more`];
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

function show({ summary, settings, events, predictions, catalogs, experiments, problems, faults }) {
	showFigures(summary);
	fill('connection', settingRows(settings));
	fill('events', events.reverse().map(eventRow));
	fill('questions', predictions.reverse().map(questionRow));
	fill('catalogs', catalogs.map(catalogRow));
	fill('experiments', experiments.flatMap(groupRows));
	fill('problems', problems.map(problemRow));
	fill('faults', faults.map(faultRow));
	markButtons(settings, faults);
}

let shown = '';

async function refresh() {
	try {
		const response = await fetch('/_emulator/state');
		const text = await response.text();
		// Showing it only when something changed keeps a selection alive.
		if (text !== shown) show(JSON.parse(text));
		shown = text;
		byId('live').textContent = 'live';
	} catch {
		byId('live').textContent = 'not running';
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

async function keepRefreshing() {
	await refresh();
	setTimeout(keepRefreshing, 1000);
}

void keepRefreshing();
