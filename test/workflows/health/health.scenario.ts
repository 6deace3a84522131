import assert from 'node:assert/strict';
import { runManually, type StoredWorkflow } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { pageKey } from '../../support/doubles/all-doubles';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { columnsOf, readExample, whileActive } from '../../support/workflows/examples';
import { addRows, deleteDataTables, tableRows } from '../../support/workflows/data-tables';
import { assertLegible } from '../../support/browser/legible';
import { withShopCredentials } from '../../support/workflows/run-example';

const hour = 3_600_000;
const hoursAgo = (count: number) => Date.now() - count * hour;

/** What two weeks of a shop leave in the data tables. */
interface Shop {
	readonly answers: (hours: number) => JsonObject;
	readonly catalogHours: number;
	readonly order: JsonObject;
	/** Hours since the first visitor came. */
	readonly age: number;
	readonly hasExperiment?: boolean;
}

const working: Shop = {
	answers: (hours) => ({ answers: 10, bestsellers: hours % 20 === 0 ? 1 : 0 }),
	catalogHours: 3,
	order: { state: 'accepted', anon_uid: 'visitor-1' },
	age: 15 * 24,
};

/** An answer of somebody who would like to be in the page. */
const reason =
	'Kainic refused the API key: <script>document.title="broken"</script> "& more" @all\nCheck \'API Key\'.';

const shops: Readonly<Record<string, Shop | null>> = {
	working: { ...working, hasExperiment: true },
	revoked: {
		...working,
		answers: (hours) =>
			hours < 5 ? { answers: 10, bestsellers: 10, reason } : working.answers(hours),
	},
	old: { ...working, catalogHours: 73 },
	anonymous: { ...working, order: { state: 'no_visitor', anon_uid: null } },
	hour: { ...working, age: 1 },
	new: null,
};

async function fill({ n8n }: EditorStage, shop: Shop | null): Promise<void> {
	await deleteDataTables(n8n);
	if (shop === null) return;
	const rows = Array.from({ length: shop.age }, (_, hours) => {
		const visits = { views: 20 + (hours % 24), carts: 3, clicks: 5 + (hours % 7), failed: 0 };
		const at = hoursAgo(hours);
		if (hours > 3)
			return [{ kind: 'hour', at: at - (at % hour), ...visits, ...shop.answers(hours) }];
		return [
			{ kind: 'events', name: 'shop-events', at, ...visits },
			{ kind: 'answer', name: 'recommendations-webhook', at, ...shop.answers(hours) },
		];
	});
	const catalog = {
		kind: 'catalog',
		name: 'store-1',
		at: hoursAgo(shop.catalogHours),
		products: 2345,
	};
	await addRows(n8n, 'Kainic health', columnsOf('health.json'), [...rows.flat(), catalog]);
	// Each hour, the workflow forgets the visitors of one more hour.
	const clicks = Array.from({ length: shop.age }, (_, hours) => ({
		...(hours <= 8 * 24 + 1 && { anon_uid: 'visitor-1', item_id: 'a' }),
		...{ type: 'similar', at: hoursAgo(hours) },
		...{ source: hours % 5 === 0 ? 'bestsellers' : 'kainic', kainic_exp_id: '' },
	}));
	await addRows(n8n, 'Kainic clicks', columnsOf('health.json', 'Create Clicks Table'), clicks);
	const events = Array.from({ length: shop.age > 24 ? 60 : 0 }, (_, index) => ({
		...{ shop: 'https://shop.example', order_id: String(index >> 1), line_id: String(index) },
		...{ event_name: 'purchase', event_id: `purchase:${index}`, quantity: 1, item_id: 'a' },
		...{ price: 19.9, currency: index % 7 === 0 ? 'GBP' : 'EUR' },
		...{ bought_at: new Date(hoursAgo((index >> 1) * 11)).toISOString(), ...shop.order },
	}));
	await addRows(n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), events);
	if (!shop.hasExperiment) return;
	const sums = Array.from({ length: 60 }, (_, index) => ({
		...{ kainic_exp_id: 'experiment-home', group: index % 2 === 0 ? 'control' : 'model' },
		day: new Date(hoursAgo((index >> 1) * 24)).toISOString().slice(0, 10),
		...{ sessions: 2000, orders: index % 2 === 0 ? 60 : 72, currency: 'EUR' },
		...{ orders_squared: 70, revenue: 3000, revenue_squared: 300_000, fallbacks: 20, in_both: 30 },
	}));
	const columns = columnsOf('experiment-webhook.json', 'Create Days Table');
	await addRows(n8n, 'Kainic experiment days', columns, sums);
}

/** What the check of an hour and the message of a Monday say. */
async function runs({ n8n, shop }: EditorStage, workflow: StoredWorkflow) {
	const { status, errorMessage = '' } = await runManually(n8n, workflow, 'Every Hour');
	assert.equal(status, errorMessage === '' ? 'success' : 'error');
	shop.alerts.length = 0;
	const monday = await runManually(n8n, workflow, 'Every Monday');
	assert.equal(monday.status, 'success', monday.errorMessage);
	const [message = ''] = shop.alerts.map((body) => String(JSON.parse(body).text));
	assert.equal(shop.alerts.length, 1);
	return { problem: errorMessage, message };
}

/** What the banner says, and the error of the hourly run. */
const said: Readonly<Record<string, readonly [banner: string, problem: RegExp]>> = {
	working: ['Everything works', /^$/],
	revoked: [
		'1 problem',
		/^\d+ of 240 requests for recommendations .* bestsellers: Kainic refused the API key: script.* Check 'API Key'\. \[line/,
	],
	old: [
		'1 problem',
		/^The catalog of store-1 has 2,345 products and is 73 hours old \(at most 48\)\. In n8n, open your catalog workflow .* \[line/,
	],
	anonymous: ['1 problem', /^1\d of 1\d orders of the last 7 days have no visitor ID\. .* \[line/],
	hour: ['Next: send your orders', /^$/],
	new: ['Next: upload your products', /^$/],
};

test('Example: the page, the check and the message say whether the shop works @n8n-2-night', async (stage) => {
	const { n8n, report } = stage;
	const url = `${n8n.url}/webhook/kainic-health`;
	const authorization = `Basic ${btoa(`${pageKey.user}:${pageKey.password}`)}`;
	const example = readExample('health.json', { shop: stage.shop.url });
	await withShopCredentials(stage, async (stored) => {
		await whileActive(stage, example, stored, async (workflow) => {
			for (const wrong of [{}, { authorization: `Basic ${btoa('owner:guess')}` }])
				assert.ok([401, 403].includes((await fetch(url, { headers: wrong })).status));
			for (const [name, shop] of Object.entries(shops)) {
				await fill(stage, shop);
				const page = await stage.openTab();
				await page.setExtraHTTPHeaders({ authorization });
				await page.goto(url);
				await assertLegible(page, `health-${name}`, [1440, 360]);
				if (name === 'old') {
					await page.emulateMedia({ colorScheme: 'light' });
					await page.setViewportSize({ width: 1000, height: 960 });
					await stage.camera.take('health', page);
				}
				const { problem, message } = await runs(stage, workflow);
				report(`${name}: ${problem || 'green'}\n${message}`);
				const [banner = '', says = /^\b$/] = said[name] ?? [];
				assert.match(problem, says);
				assert.equal(await page.locator('.banner strong').innerText(), banner);
				assert.equal(await page.locator('li.problem').count(), problem === '' ? 0 : 1);
				assert.equal(await page.title(), problem === '' ? 'Kainic health' : '✕ Problem');
				const charts = { new: 0, hour: 0, working: 5 }[name] ?? 4;
				assert.equal(/More orders with recommendations: between/.test(message), charts === 5);
				assert.equal(await page.getByRole('img').count(), charts);
				assert.doesNotMatch(message, /[<>@]/);
				await page.close();
			}
		});
	});
});

test('Example: the rows of an hour become one, rows older than 90 days go, and the catalog stays', async (stage) => {
	const { n8n } = stage;
	await withShopCredentials(stage, async (stored) => {
		const example = readExample('health.json', { shop: stage.shop.url });
		await whileActive(stage, example, stored, async (workflow) => {
			const start = hoursAgo(2) - (hoursAgo(2) % hour);
			const answer = { kind: 'answer', name: 'a', answers: 1 };
			await addRows(n8n, 'Kainic health', columnsOf('health.json'), [
				...Array.from({ length: 30 }, (_, index) => ({
					...{ ...answer, at: start + index, bestsellers: index % 3 === 0 ? 1 : 0 },
					reason: index % 3 === 0 ? 'no' : '',
				})),
				{
					kind: 'events',
					name: 'b',
					at: start + hour - 1,
					views: 7,
					carts: 2,
					clicks: 1,
					failed: 3,
				},
				{ kind: 'hour', at: hoursAgo(24 * 91), views: 5 },
				{ kind: 'hour', at: hoursAgo(24 * 89), views: 6 },
				{ kind: 'catalog', name: 'store-1', at: hoursAgo(24 * 100), products: 1 },
				{ ...answer, at: Date.now(), bestsellers: 0 },
			]);
			const rows = async () =>
				(await tableRows(n8n, 'Kainic health')).map(({ kind, at, views, answers, ...row }) => {
					return [kind, Number(at) === start, views, answers, row['bestsellers'], row['reason']];
				});
			await runManually(n8n, workflow, 'Every Hour');
			const once = await rows();
			const sum = ['hour', true, 7, 30, 10, 'no'];
			assert.deepEqual(
				once.filter(([, isStart]) => isStart),
				[sum],
			);
			const kinds = once.map(([kind]) => kind).sort();
			assert.deepEqual(kinds, ['answer', 'catalog', 'hour', 'hour', 'hour', 'hour']);
			await runManually(n8n, workflow, 'Every Hour');
			assert.deepEqual(await rows(), once);
		});
	});
});
