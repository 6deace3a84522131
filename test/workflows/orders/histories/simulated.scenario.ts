import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from '@playwright/test';
import fc from 'fast-check';
import type { Fault } from '../../../../tools/emulator';
import {
	activateWorkflow,
	callWebhook,
	importWorkflow,
	listExecutions,
	printReport as report,
	waitForExecution,
	webhook,
	type StoredCredential,
	type WorkflowFile,
} from '../../../../tools/n8n';
import { installN8n } from '../../../../tools/n8n/install';
import type { JsonObject } from '../../../../tools/n8n/json';
import { packThisPackage } from '../../../../tools/n8n/pack';
import type { ShopFault } from '../../../support/doubles/server/faults';
import { seeded } from '../../../support/seeded-random';
import { inVirtualTime } from '../../simulation/clock';
import { histories, scaledFile } from '../../simulation/histories';
import {
	exampleOf,
	firstDays,
	History,
	shopFault,
	SimulatedN8n,
	withSettings,
	type Step,
	type World,
} from '../../simulation/history';
import type { Trouble } from '../../simulation/kainic';
import { readWorkflow } from '../../simulation/run';
import { kinds, places, posted, shopify, wooCommerce, type Kind } from '../../simulation/shops';
import { deleteDataTables, tableRows } from '../../../support/workflows/data-tables';
import { askWebhook } from '../../../support/workflows/webhooks';
import { openShops, type Shops } from '../../../support/doubles/all-doubles';
import { openStand, type Stand } from './stand';

const minutes = Number(process.env['KAINIC_MINUTES'] ?? 15);
const seed = Number(process.env['KAINIC_SEED'] ?? Date.now() % 2 ** 30);
const table = 'Kainic order events';

test(`Shop orders: for ${minutes} minutes of histories, n8n does what the simulation does, step by step @night`, async () => {
	const [installation, packed] = [await installN8n(report), await packThisPackage()];
	const shops = await openShops();
	const stand = await openStand({ installation, packed, shops }, [], null);
	const pairs = pairsOf(shops);
	const differences: string[] = [];
	let [played, steps] = [0, 0];
	try {
		const stored = [
			...Object.values(stand.running.credentials),
			...(await shops.createCredentials(stand.running.n8n)),
		];
		const files = await Promise.all(
			names.map(async (kind) => await activate(stand, kind, pairs[kind]().own.settings, stored)),
		);
		for (const end = Date.now() + minutes * 60_000; Date.now() < end; played += 1) {
			const kind = names[played % names.length] ?? 'posted';
			const [history] = fc.sample(histories(kind), { numRuns: 1, seed: seed + played });
			const file = files[played % names.length];
			if (history === undefined || file === undefined) continue;
			shops.reset();
			await deleteDataTables(stand.running.n8n);
			stand.emulator.reset();
			stand.emulator.change({ brokenVisitors: ['visitor-broken'] });
			const found = await playBoth(stand, history, file, pairs[kind]());
			steps += found.steps;
			for (const difference of found.differences) {
				differences.push(`${kind}, seed ${seed + played}: ${difference}`);
				report(`        ${differences.at(-1)}`);
			}
		}
		report(`        ${played} histories, ${steps} steps from seed ${seed}`);
		assert.ok(played > 0);
		assert.deepEqual(differences, []);
	} finally {
		await stand.close();
		await shops.close();
		packed.remove();
	}
});

const names = Object.keys(kinds).filter((kind): kind is Kind => kind in kinds);
const pathOf = (kind: Kind) => `run-${kind}`;

/** Imports a workflow whose runs a webhook starts. Returns the workflow as the simulation gets it. */
async function activate(
	{ running: { n8n } }: Stand,
	kind: Kind,
	settings: JsonObject,
	stored: readonly StoredCredential[],
): Promise<WorkflowFile> {
	const given = { ...settings, orders_since: firstDays.usual };
	const file = quick(withSettings(scaledFile(kind, exampleOf(kind)), given));
	const called = file.nodes.map((node) => {
		const parameters = JSON.stringify(node['parameters'])
			.replace('.json.timestamp', '.json.body.began')
			.replace('kainic-order', `order-${kind}`);
		const own = { ...node, parameters: Object(JSON.parse(parameters)) };
		if (node['name'] !== 'Every Five Minutes') return own;
		const response = kind === 'posted' ? 'node' : 'firstItem';
		return { ...own, ...webhook(pathOf(kind), response), name: node['name'] };
	});
	await activateWorkflow(n8n, await importWorkflow(n8n, { ...file, nodes: called }, stored));
	return file;
}

/** Short waits, and one request at a time, so that each trouble meets the same request in both worlds. */
function quick({ nodes, ...workflow }: WorkflowFile): WorkflowFile {
	const changed = nodes.map((node) => {
		const text = JSON.stringify(node['parameters']).replace(/"timeout":60000/, '"timeout":2000');
		const parameters = JSON.parse(text);
		if (node['name'] === 'Send Events')
			Object.assign(parameters.options, { concurrency: 1, timeout: 3 });
		return { ...node, parameters, ...(node['retryOnFail'] === true && { waitBetweenTries: 200 }) };
	});
	return { nodes: changed, ...workflow };
}

/** A shop as the simulation asks it, with the faults of its double, which n8n asks. Both see the same orders. */
type Pair = ReturnType<ReturnType<typeof pairsOf>[Kind]>;

const pairsOf = ({ woocommerce: woo, shopify: other }: Shops) => ({
	woocommerce: () => {
		const own = wooCommerce(places[0], woo.orders, woo.refunds);
		return { own: { ...own, settings: { shop: woo.url } }, faults: woo.faults };
	},
	shopify: () => ({ own: shopify(places[0], other.orders), faults: other.faults }),
	posted: () => ({ own: posted(places[0]), faults: Array<ShopFault>() }),
});

/** Plays a history in both worlds: one run after the other, without kills. Compares them after each run. */
async function playBoth(
	stand: Stand,
	{ world, steps }: { readonly world: World; readonly steps: readonly Step[] },
	file: WorkflowFile,
	{ own, faults }: Pair,
): Promise<{ readonly steps: number; readonly differences: string[] }> {
	const read = readWorkflow(file);
	const workflows = { usual: read, older: read };
	// The simulation is fast, so that its time never runs ahead of n8n's.
	const plain = { ...world, load: 0.05, offset: 0, isPostgres: false, page: 1_000 };
	const url = `${stand.running.n8n.url}/webhook`;
	const answers: unknown[] = [];
	const before = await redRuns(stand);
	let history: History | undefined;
	const simulate = async (work: (history: History) => Promise<unknown>): Promise<void> =>
		await inVirtualTime(Date.now(), seeded(world.seed), async (clock) => {
			history ??= new History(new SimulatedN8n(plain, clock), workflows, own);
			history.n8n.clock = clock;
			await work(history);
		});
	const runOnce = async (): Promise<void> => {
		const began = new Date().toISOString();
		await simulate(async (each) => await each.schedule());
		const response = await callWebhook(stand.running.n8n, pathOf(world.kind), { began }, 600_000);
		await response.text();
	};
	for (const [index, step] of steps.entries()) {
		// The emulator refuses data of nobody in particular.
		if (step.do === 'order' && step.visitor === 'visitor-refused') continue;
		switch (step.do) {
			case 'kill':
			case 'kainic away':
			case 'older orders':
				continue;
			case 'kainic':
				stand.emulator.inject({ ...faultOf[step.trouble], count: step.times });
				break;
			case 'shop':
				faults.push(shopFault(step.trouble, step.times));
				break;
			case 'run':
				await runOnce();
				break;
			case 'post':
				for (const version of own.posts?.due(step.what) ?? []) {
					await simulate(async (each) => await each.post(version, step.isAnswerLost));
					const { status, body } = await askWebhook(`${url}/order-posted`, version.body);
					answers.push({ status, body });
					await idle(stand);
				}
				break;
			default:
		}
		if (step.do !== 'run' && step.do !== 'post')
			await simulate(async (each) => await each.step({ ...step, after: 0 }));
		else await idle(stand);
		if (history === undefined) continue;
		const red = (await redRuns(stand)).filter(({ id }) => !before.some((each) => each.id === id));
		const differences = [
			...(await differencesOf(stand, history)),
			...difference('answer', answers.map(asText), history.answers.map(asText)),
			...difference(
				'red run',
				red.map(({ message }) => message),
				failuresOf(history),
			),
		];
		if (differences.length > 0) {
			const where = `step ${index + 1} (${JSON.stringify(step)}) of ${JSON.stringify(steps)}`;
			return { steps: index + 1, differences: differences.map((each) => `${each} after ${where}`) };
		}
	}
	return { steps: steps.length, differences: [] };
}

/** What the emulator does in place of a trouble. The node waits three seconds for an answer. */
const faultOf: Readonly<Record<Trouble, Fault>> = {
	unavailable: { kind: 'answer', status: 503 },
	'lost answer': { kind: 'answer', status: 503, processed: true },
	'broken connection': { kind: 'drop', at: 'request' },
	'late answer': { kind: 'delay', delayMs: 60_000, processed: true },
	'half an answer': { kind: 'drop', at: 'half_answer' },
	'no answer': { kind: 'hang' },
	'a proxy refuses': {
		kind: 'answer',
		status: 400,
		contentType: 'text/html',
		body: '<h1>Bad Request</h1>',
	},
	busy: { kind: 'answer', status: 429, headers: { 'retry-after': '2' }, body: 'Too many requests' },
	slow: { kind: 'delay', delayMs: 1_000 },
	'no JSON': { kind: 'truncate' },
};

const asText = (value: unknown): string => JSON.stringify(value);

/** The runs that failed, and why. */
async function redRuns({ running: { n8n } }: Stand) {
	const failed = (await listExecutions(n8n)).filter(({ status }) => status === 'error');
	return await Promise.all(
		failed.map(async ({ id }) => {
			const { errorMessage } = await waitForExecution(n8n, id);
			return { id, message: withoutLine(errorMessage ?? '') };
		}),
	);
}

const failuresOf = ({ runs }: History) =>
	runs.flatMap(({ run: { failure } }) => (failure === null ? [] : withoutLine(failure.message)));

/** n8n adds the line of a script to its message. */
const withoutLine = (message: string): string => message.replace(/ \[line \d+\]$/, '');

/** Waits until n8n has no run any more. */
async function idle({ running: { n8n } }: Stand): Promise<void> {
	for (;;) {
		const executions = await listExecutions(n8n);
		if (executions.every(({ status }) => !/new|running|waiting/.test(status))) return;
		await wait(100);
	}
}

/** What both worlds write alike: nothing of their clocks, and of a posted order no time that the workflow fills in. */
const columns = [
	...['order_id', 'line_id', 'event_name', 'event_id', 'quantity', 'state', 'item_id', 'parent_id'],
	...['sku', 'price', 'currency', 'platform', 'anon_uid', 'uid', 'orders_since', 'open_events'],
];

async function differencesOf(stand: Stand, history: History): Promise<string[]> {
	const times = history.shop.posts === undefined ? ['occurred_at', 'bought_at', 'changed_at'] : [];
	const shown = (row: JsonObject) =>
		JSON.stringify([...columns, ...times].map((name) => row[name]));
	const rows = await tableRows(stand.running.n8n, table);
	const simulated = history.n8n.tables.get(table)?.rows ?? [];
	const sent = ({ event_id, quantity, price, anon_uid }: JsonObject) =>
		[event_id, quantity, price, anon_uid].join(' ');
	return [
		...difference('row', rows.map(shown), simulated.map(shown)),
		...difference(
			'event',
			stand.emulator.world.ledger.events.map(({ event }) => sent(event)),
			history.n8n.kainic.taken.map(({ event }) => sent(event)),
		),
	];
}

function difference(what: string, real: readonly string[], simulated: readonly string[]): string[] {
	const [ours, theirs] = [[...simulated].sort(), [...real].sort()];
	const place = theirs.findIndex((each, index) => each !== ours[index]);
	if (place < 0 && ours.length === theirs.length) return [];
	const at = place < 0 ? theirs.length : place;
	return [`${what} ${at}: n8n has ${theirs[at]}, the simulation has ${ours[at]}`];
}
