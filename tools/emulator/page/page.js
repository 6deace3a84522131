'use strict';

const busy = { kind: 'answer', status: 503, headers: { 'retry-after': '2' } };

/** Title, method and path of each group, with its buttons: test ID, label and JSON body. */
const actions = [
	[
		'The next request',
		'POST',
		'/_emulator/faults',
		[
			['fault-503', 'Kainic is busy for 2 seconds (503)', busy],
			['fault-503-five', 'Busy for five requests', { ...busy, count: 5 }],
			['fault-429', 'Too many requests (429)', { kind: 'answer', status: 429 }],
			['fault-hang', 'Accepted, but no answer', { kind: 'hang' }],
			['fault-reset', 'The connection breaks', { kind: 'drop', at: 'request' }],
			[
				'fault-reset-after',
				'Accepted, but the connection breaks',
				{ kind: 'drop', at: 'after_request' },
			],
			['fault-truncate', 'Accepted, but half of the answer is missing', { kind: 'truncate' }],
			['fault-html', 'The error page of a proxy (502)', { kind: 'html', status: 502 }],
			['fault-refuse-key', 'API key refused (401)', { kind: 'refuse_key' }],
		],
	],
	[
		'From now on',
		'PATCH',
		'/_emulator/settings',
		[
			['credit-none', 'Credit used up', { credit: 0 }],
			['credit-refill', 'No limit on the credit', { credit: null }],
			['failures-200', 'Refusals with HTTP 200', { failureStatus: 200 }],
			['failures-400', 'Refusals with HTTP 400', { failureStatus: 400 }],
		],
	],
	[
		'Remove the faults that wait',
		'DELETE',
		'/_emulator/faults',
		[['clear-faults', 'Remove faults']],
	],
	[
		'Go back to the state after the start',
		'DELETE',
		'/_emulator/state',
		[['clear-all', 'Clear all']],
	],
];

const view = document.getElementById('view');
const live = document.getElementById('live');
const grouped = (count) => count.toLocaleString('en-US');
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
const time = (milliseconds) => new Date(milliseconds).toLocaleTimeString('en-GB');

/** Text never becomes HTML, so nothing that came in a request can run here. */
function element(tag, properties, ...children) {
	const { testId, ...others } = properties;
	const made = Object.assign(document.createElement(tag), others);
	if (testId !== undefined) made.dataset.testId = testId;
	made.append(...children.flat());
	return made;
}

const section = (id, title, content) =>
	element('section', { testId: `section-${id}` }, element('h2', {}, title), ...content);

/** Each row is a list of cells; `none` is shown if there is no row. */
function table(headings, rows, none, testId) {
	if (rows.length === 0) return [element('p', {}, none)];
	const line = (tag, cells) =>
		element(
			'tr',
			{ testId },
			cells.map((each) => element(tag, {}, each)),
		);
	return [
		element(
			'table',
			{},
			line('th', headings),
			rows.map((cells) => line('td', cells)),
		),
	];
}

/** JSON on one line, cut where it is long. */
function code(value) {
	const text = JSON.stringify(value);
	return element('code', {}, text.length > 160 ? `${text.slice(0, 159)}…` : text);
}

function figures({ summary }) {
	const { events, requests, outcomes, uploads, predictions, credentialTests } = summary;
	const shown = [
		['events', 'events accepted', events],
		['requests', 'requests', requests],
		['refused', 'refused', outcomes.refused - credentialTests],
		['not-processed', 'not processed', outcomes.not_processed],
		['predictions', 'predictions', predictions],
		['uploads', 'uploads', uploads],
	].map(([id, label, count]) =>
		element('div', {}, element('b', { testId: `figure-${id}` }, grouped(count)), ` ${label}`),
	);
	return element('section', { className: 'figures' }, shown);
}

function connection({ settings }) {
	const { projectId, apiKey, experimentApiKey, credit, failureStatus } = settings;
	return section(
		'connection',
		'Connection',
		table(
			['Setting', 'Value'],
			[
				['Base URL', location.origin],
				['Project ID', projectId],
				['API key', apiKey],
				['Experiment API key', experimentApiKey],
				['Credit', credit === null ? 'no limit' : counted(credit, 'event')],
				['Status of a refusal', `HTTP ${failureStatus}`],
			],
		),
	);
}

function events({ events: list }) {
	const rows = list
		.reverse()
		.map(({ request, trackerId, event: { anon_uid: visitor, ...rest } }) => [
			`#${request}`,
			trackerId,
			String(visitor),
			code(rest),
		]);
	const none = 'None yet. Run a workflow with the Kainic Event node.';
	return section('events', 'Events', table(['Request', 'Tracker', 'Visitor', 'Event'], rows, none));
}

function catalogs({ catalogs: list }) {
	const rows = list.map(({ storeId, lastMode, productCount, lastUpload, products }) => [
		storeId,
		lastMode,
		productCount === null ? 'not counted' : grouped(productCount),
		`${time(lastUpload.receivedAt)}, ${grouped(lastUpload.fileBytes)} bytes`,
		products === null ? 'too large to show' : code(products),
	]);
	const none = 'No catalog was uploaded. Until then, Kainic recommends ten example products.';
	const head = ['Store', 'Last mode', 'Products', 'Last upload', 'First products'];
	return section('catalogs', 'Catalog', table(head, rows, none));
}

function predictions({ byModel }) {
	const rows = Object.entries(byModel).map(([name, count]) => [name, grouped(count)]);
	return section(
		'predictions',
		'Predictions by model',
		table(['Model', 'Count'], rows, 'None yet.'),
	);
}

/** Groups with their real shares of the sessions, next to the shares that were set. */
function experiments({ experiments: list }) {
	const rows = list.flatMap(({ id, groups }) => {
		const total = groups.reduce((sum, { sessions }) => sum + sessions, 0);
		return groups.map(({ name, share, modelId, sessions }) => {
			const part = ((100 * sessions) / Math.max(1, total)).toFixed(1);
			const testId = `group-${id}-${name}`;
			const text = `${part} % (set: ${share} %), ${counted(sessions, 'session')}`;
			return [id, name, modelId ?? 'no model', element('span', { testId }, text)];
		});
	});
	const none = 'No session has asked an experiment yet.';
	return section(
		'experiments',
		'Experiments',
		table(['Experiment', 'Group', 'Model', 'Share'], rows, none),
	);
}

function problems({ problems: list }) {
	const rows = list.map(({ number, receivedAt, where, status, reason }) => [
		`#${number}`,
		time(receivedAt),
		where,
		String(status ?? '–'),
		reason,
	]);
	const head = ['Request', 'Time', 'Endpoint', 'Status', 'Reason'];
	return section('problems', 'Refused or failed', table(head, rows, 'None yet.'));
}

function faults({ faults: list }) {
	const rows = list.map(({ fault: { count: _count, after: _after, ...fault }, left, skip }) => {
		const many = left === 'always' ? 'all' : counted(left, 'request');
		return [code(fault), skip === 0 ? many : `${many}, after ${skip} more`];
	});
	const none = 'No fault waits: each request gets its usual answer.';
	return section(
		'faults',
		'Faults of the next requests',
		table(['Fault', 'Requests'], rows, none, 'waiting-fault'),
	);
}

const parts = [figures, connection, events, catalogs, predictions, experiments, problems, faults];
let shown = '';

async function refresh() {
	try {
		const response = await fetch('/_emulator/state?requests=0&events=10&products=3');
		const text = await response.text();
		// Replacing it only when something changed keeps a selection alive.
		if (text !== shown) view.replaceChildren(...parts.map((part) => part(JSON.parse(text))));
		shown = text;
		live.textContent = 'live';
	} catch {
		live.textContent = 'not running';
	}
}

function button(method, path, [testId, label, body]) {
	const headers = { 'content-type': 'application/json' };
	const sent = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
	const press = () =>
		fetch(path, sent)
			.catch(() => undefined)
			.then(refresh);
	return element('button', { testId, onclick: press }, label);
}

async function keepRefreshing() {
	await refresh();
	setTimeout(keepRefreshing, 1000);
}

document
	.getElementById('actions')
	.append(
		...actions.flatMap(([title, method, path, buttons]) => [
			element('h2', {}, title),
			...buttons.map((each) => button(method, path, each)),
		]),
	);
void keepRefreshing();
