import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as n8n from '../n8n';
import { startEmulator } from '../emulator';
import { objectOf, textOf } from '../n8n/json';
import { isResponder, type Responder, shop } from './responders';
import { type Figures, inTurns, type Result, type Setting } from './turns';

/** Lets visitors ask the webhooks of responders. */
export async function measureVisitors(
	results: readonly Result[],
	rounds: number,
	setting: Setting,
): Promise<void> {
	const emulator = await startEmulator();
	const env = { N8N_LOG_LEVEL: 'warn' };
	const running = await n8n.startN8n({ ...setting, env }, n8n.accessTo(emulator));
	try {
		await makeHealthTable(running.n8n);
		await makeBestsellers(running.n8n);
		const responders = new Set(results.map(({ contender }) => contender).filter(isResponder));
		for (const { workflow } of responders) await running.activate(workflow(emulator.url));
		await inTurns(results, rounds, async ({ work, contender }) => {
			const [count = 0, atOnce = count] = (work.title.match(/\d+/g) ?? []).map(Number);
			if (!isResponder(contender)) throw new Error(`${contender.name} answers no visitors.`);
			await visit(running, contender, 10, 10);
			return await visit(running, contender, count, atOnce);
		});
	} finally {
		await running.close();
		await emulator.close();
	}
}

/** Runs health, which makes its data table. Without this table, answers are not saved. */
async function makeHealthTable(session: n8n.Session): Promise<void> {
	const file = join(n8n.repositoryRoot, 'examples/health.json');
	const data = { user: 'owner', password: 'of-the-page' };
	const type = 'httpBasicAuth';
	const page = await n8n.createCredential(session, { name: 'Basic Auth account', type, data });
	const health = n8n.parseWorkflow(readFileSync(file, 'utf8'));
	const stored = await n8n.importWorkflow(session, health, [page]);
	const { status, errorMessage } = await n8n.runManually(session, stored, 'Every Hour');
	if (status !== 'success') throw new Error(errorMessage);
}

/** As a catalog workflow keeps them: 24 products. */
async function makeBestsellers(session: n8n.Session): Promise<void> {
	const file = join(n8n.repositoryRoot, 'examples/catalog-csv.json');
	const { nodes } = n8n.parseWorkflow(readFileSync(file, 'utf8'));
	const items = Array.from({ length: 24 }, (_, index) => ({
		...{ item_id: `seed-${index}`, title: `Product ${index}`, price: 19.9, in_stock: true },
		...{ url: `${shop}/p/${index}`, image_url: `${shop}/p/${index}.png`, parent_id: `p-${index}` },
	}));
	const row = { shop: 'store-1', at: 0, origin: 'orders', items: JSON.stringify(items) };
	const [create, save] = ['Create Bestsellers', 'Save Bestsellers'].map((name) => {
		const { type, typeVersion, parameters } = nodes.find((each) => each['name'] === name) ?? {};
		const given = objectOf(parameters, name);
		return n8n.node(name, String(type), Number(typeVersion), given);
	});
	if (!create || !save) throw new Error(`${file} keeps no bestsellers.`);
	const shopNode = n8n.itemsNode('Your Shop', [{ store_id: 'store-1' }]);
	const steps = [n8n.manualTrigger(), shopNode, create, n8n.itemsNode('Row', [row]), save];
	const workflow = await n8n.importWorkflow(session, n8n.chain('Bestsellers', steps), []);
	const { status, errorMessage } = await n8n.runManually(session, workflow, n8n.trigger);
	if (status !== 'success') throw new Error(errorMessage);
}

/** Some visitors ask, so many at a time. The time ends with the last answer. */
async function visit(
	{ server, n8n: session }: n8n.RunningN8n,
	{ answer, workflow }: Responder,
	count: number,
	atOnce: number,
): Promise<Figures> {
	const webhook = workflow('').nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	const path = textOf(objectOf(webhook?.['parameters'], 'the webhook'), 'path');
	const url = `${server.url}/webhook/${path}`;
	let [visitors, wrong] = [0, 0];
	const start = performance.now();
	const askInTurn = async (): Promise<void> => {
		while (visitors < count) {
			const body = new URLSearchParams({
				anon_uid: `visitor-${visitors}`,
				sid: `session-${visitors++}`,
				type: 'similar',
			});
			const response = await fetch(url, { method: 'POST', headers: { origin: shop }, body });
			if (!(await response.text()).includes(answer)) wrong += 1;
		}
	};
	await Promise.all(Array.from({ length: atOnce }, askInTurn));
	const milliseconds = performance.now() - start;
	if (wrong > 0) throw new Error(`${url}: ${wrong} of ${count} answers were wrong.`);
	// What n8n does after an answer must not slow down the next turn.
	while ((await n8n.listExecutions(session)).some(({ status }) => /^(new|running)$/.test(status)))
		await wait(200);
	const others = { megabytes: NaN, longestBlock: NaN, failedItems: 0, failedAfterOneAttempt: 0 };
	return { milliseconds, ...others, requests: count, acceptedTwice: 0 };
}
