import assert from 'node:assert/strict';
import { runManually, type StoredWorkflow } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { pageKey } from '../setting/shops';
import { type EditorStage, test } from '../setting/stage';
import { columnsOf, readExample, whileActive } from './examples';
import { addRows, deleteDataTables, tableRows } from './failed-rows';
import { withShopCredentials } from './shop-examples';

const hour = 3_600_000;
const hoursAgo = (count: number) => Date.now() - count * hour;

/** What two weeks of a shop leave in the data tables. */
interface Shop {
	readonly answers: (hours: number) => JsonObject;
	readonly catalogHours: number;
	readonly order: JsonObject;
}

const working: Shop = {
	answers: (hours) => ({ answers: 10, bestsellers: hours % 20 === 0 ? 1 : 0 }),
	catalogHours: 3,
	order: { state: 'accepted', anon_uid: 'visitor-1' },
};

/** An answer of somebody who would like to be in the page. */
const reason = 'Kainic refused the API key: <script>document.title="broken"</script> "& more" @all';

const shops: Readonly<Record<string, Shop | null>> = {
	working,
	revoked: {
		...working,
		answers: (hours) =>
			hours < 5 ? { answers: 10, bestsellers: 10, reason } : working.answers(hours),
	},
	old: { ...working, catalogHours: 73 },
	anonymous: { ...working, order: { state: 'no_visitor', anon_uid: null } },
	new: null,
};

async function fill({ n8n }: EditorStage, shop: Shop | null): Promise<void> {
	await deleteDataTables(n8n);
	if (shop === null) return;
	const rows = Array.from({ length: 14 * 24 }, (_, hours) => {
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
	const events = Array.from({ length: 60 }, (_, index) => ({
		...{ shop: 'https://shop.example', order_id: String(index >> 1), line_id: String(index) },
		...{ event_name: 'purchase', event_id: `purchase:${index}`, quantity: 1, item_id: 'a' },
		...{ bought_at: new Date(hoursAgo((index >> 1) * 11)).toISOString(), ...shop.order },
	}));
	await addRows(n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), events);
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

const problems: Readonly<Record<string, RegExp>> = {
	working: /^$/,
	revoked: /^24 hours: \d+ of 240 visitors got bestsellers: Kainic refused the API key: script/,
	old: /^The catalog of store-1 has 2345 products and is 73 hours old\. If you do not use it any more, .* \[line/,
	anonymous: /^7 days: 1\d of 1\d orders had no visitor ID\. \[line/,
	new: /^$/,
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
				assert.equal(await page.title(), 'Kainic health');
				assert.equal(await page.locator('svg').count(), 4);
				for (const width of [1240, 390]) {
					await page.setViewportSize({ width, height: 860 });
					const folder = process.env['KAINIC_LOOK'];
					if (folder)
						await page.screenshot({
							path: `${folder}/health-${name}-${width}.png`,
							fullPage: true,
						});
					const wide = await page.evaluate(() => document.documentElement.scrollWidth);
					assert.ok(wide <= width, `${name}: ${wide} pixels in ${width}`);
				}
				const said = await runs(stage, workflow);
				report(`${name}: ${said.problem || 'green'}\n${said.message}`);
				assert.match(said.problem, problems[name] ?? /^\b$/);
				assert.equal(await page.locator('.bad').count(), said.problem === '' ? 0 : 1);
				assert.doesNotMatch(said.message, /[<>@]/);
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
