import assert from 'node:assert/strict';
import {
	accessTo,
	activateWorkflow,
	callWebhook,
	chain,
	code,
	deactivateWorkflow,
	importWorkflow,
	runManually,
	startN8n,
	webhook,
	type WorkflowFile,
} from '../../../tools/n8n';
import { temporaryFolder } from '../../../tools/n8n/cleanup';
import { serve, type ShopAnswer } from '../../support/doubles/server/server';
import { wooLine, wooOrder, type WooCommerceShop } from '../../support/doubles/woocommerce';
import { changed, everyFewSeconds, impatientAlerts } from '../../support/workflows/impatient';
import { test } from '../../support/browser/editor-stage';
import { tableRows, until } from '../../support/workflows/data-tables';

const workflows = Array.from({ length: 12 }, (_, number) => `Shop ${number}`);

/** A workflow that fails when its webhook is called. */
function failing(name: string, alerts: string): WorkflowFile {
	const fail = code('Fail', `throw new Error('${name} has no stock.');`);
	const workflow = chain(name, [webhook(name.replace(' ', '-'), 'atOnce'), fail]);
	return { ...workflow, settings: { ...Object(workflow['settings']), errorWorkflow: alerts } };
}

/** A chat that takes one message a second, and what it was told. */
async function openChat() {
	const told: string[] = [];
	let free = 0;
	const { port, close } = await serve(({ body }): ShopAnswer => {
		if (Date.now() < free)
			return { status: 429, headers: { 'retry-after': '1' }, body: 'slow down' };
		free = Date.now() + 1_000;
		told.push(body);
		return { status: 200, body: 'ok' };
	});
	const lines = () => told.flatMap((body) => String(Object(JSON.parse(body)).text).split('\n'));
	const tellings = (text: string) => lines().filter((line) => line.includes(text)).length;
	return { url: `http://127.0.0.1:${port}/alert`, told, tellings, close };
}

test('Alerts: twelve workflows fail at once, and a chat that takes one message a second gets each failure once', async (stage) => {
	const chat = await openChat();
	try {
		const alerts = await stage.activate(impatientAlerts(chat.url, 6, 0.3));
		for (const name of workflows) await stage.activate(failing(name, alerts.id));
		await Promise.all(
			workflows.map(async (name) => await callWebhook(stage.n8n, name.replace(' ', '-'), {})),
		);
		const missing = () => workflows.filter((name) => chat.tellings(`${name} has no stock.`) === 0);
		await until(() => missing().length === 0, 180_000);
		// Until the claims of all runs have ended.
		await until(
			async () => (await tableRows(stage.n8n, 'Kainic alerts')).every(isConfirmed),
			60_000,
		);
		for (const name of workflows) assert.equal(chat.tellings(`${name} has no stock.`), 1, name);
	} finally {
		await chat.close();
	}
});

const isConfirmed = ({ claimed_until: claim }: { readonly claimed_until?: unknown }) => claim === 0;

const file = 'woocommerce-orders.json';

/** A hundred orders of which the shop will not keep the rows, and ten others. */
function fill(shop: WooCommerceShop): void {
	for (let id = 1; id <= 110; id += 1) {
		const time = Date.now() - (id <= 100 ? 100 : 1) * 86_400_000 + id * 1_000;
		const date = new Date(time).toISOString().slice(0, 19);
		const dates = { date_created_gmt: date, date_modified_gmt: date };
		shop.orders.set(id, wooOrder(id, { ...dates, line_items: [wooLine(id), wooLine(id + 500)] }));
	}
}

test('Data tables: when they are full, alerts are sent all the same, and fewer days make room for orders @night', async (stage) => {
	const { woocommerce: shop } = stage.shops;
	const chat = await openChat();
	const { path: userFolder, remove } = temporaryFolder('full-tables');
	const env = { ...stage.shops.env, N8N_DATA_TABLES_MAX_SIZE_BYTES: '49152' };
	const { installation, packed, emulator } = stage;
	const running = await startN8n(
		{ installation, userFolder, env, packages: [packed.tarball] },
		accessTo(emulator),
	);
	try {
		fill(shop);
		const stored = [
			...Object.values(running.credentials),
			...(await stage.shops.createCredentials(running.n8n)),
		];
		const alerts = await running.activate(impatientAlerts(chat.url, 6));
		const orders = (keep_days: number, errorWorkflow: string): WorkflowFile => {
			const settings = {
				shop: shop.url,
				orders_since: dayBefore(keep_days / 2),
				keep_days,
				lock_minutes: 0.05,
			};
			const rule = { 'Every Five Minutes': everyFewSeconds };
			const workflow = changed(file, 120, rule, settings);
			return { ...workflow, settings: { ...Object(workflow['settings']), errorWorkflow } };
		};
		const full = await importWorkflow(running.n8n, orders(400, alerts.id), stored);
		await activateWorkflow(running.n8n, full);
		await until(() => chat.tellings('Data table size limit exceeded') > 0, 240_000);
		assert.match(chat.told.join(), /n8n could not save this alert/);
		await deactivateWorkflow(running.n8n, full);

		const roomy = await importWorkflow(running.n8n, orders(50, alerts.id), stored);
		await until(async () => {
			const { status } = await runManually(running.n8n, roomy, 'Every Five Minutes', 120_000);
			const rows = await tableRows(running.n8n, 'Kainic order events');
			return status === 'success' && rows.filter(({ state }) => state === 'accepted').length === 20;
		}, 240_000);
	} finally {
		await running.close();
		await chat.close();
		stage.shops.reset();
		remove();
	}
});

const dayBefore = (days: number) =>
	new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
