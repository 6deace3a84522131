import assert from 'node:assert/strict';
import { waitForExecution, type StoredWorkflow } from '../../../harness';
import { arrayOf, objectOf, textOf, type JsonObject } from '../../../harness/json';
import { shopifyLine, shopifyOrder } from '../../shops/shopify';
import { wooLine, wooOrder } from '../../shops/woocommerce';
import type { Shops } from '../setting/shops';
import { tableRows } from './failed-rows';
import {
	eventsOf,
	until,
	withShopExample,
	type ShopScenario,
	type ShopStage,
} from './shop-examples';

interface OrderExample {
	readonly file: string;
	readonly table: string;
	/** Tells of an order with two lines, of which the second is what is given. */
	readonly tell: (shops: Shops, id: number, second?: null) => Promise<unknown>;
}

const examples: readonly OrderExample[] = [
	{
		file: 'woocommerce-orders.json',
		table: 'Kainic events of WooCommerce orders',
		tell: async ({ woocommerce }, id, second) => {
			const line_items = [wooLine(1), second === undefined ? wooLine(2) : second];
			return await woocommerce.deliver('order.updated', { ...wooOrder(id), line_items });
		},
	},
	{
		file: 'shopify-orders.json',
		table: 'Kainic events of Shopify orders',
		tell: async ({ shopify }, id, second) => {
			const line_items = [shopifyLine(1), second === undefined ? shopifyLine(2) : second];
			return await shopify.deliver('orders/updated', { ...shopifyOrder(id), line_items });
		},
	},
];

/** A condition that the data table cannot answer. */
const broken = {
	filters: { conditions: [{ keyName: 'no_such_column', condition: 'eq', keyValue: '1' }] },
};

export const ordersStopped: ShopScenario = {
	name: 'Shop orders: if the data table fails nothing is sent, one alert says where, and Retry sends it once',
	run: async (stage) => {
		for (const { file, tell } of examples) {
			stage.emulator.reset();
			const replaced = { 'Events of the Order': broken };
			const work: Parameters<typeof withShopExample>[2] = async (example) => {
				const { workflow, pager, settled } = example;
				await tell(stage.shops, 1);
				const [stopped, teller, ...others] = await settled();
				assert.deepEqual([stopped?.status, teller?.status, others], ['error', 'success', []]);
				assert.deepEqual(eventsOf(stage), []);
				assert.equal(pager.alerts.length, 1, pager.alerts.join('\n'));
				const alert: unknown = JSON.parse(pager.alerts[0] ?? '');
				const { text, execution } = objectOf(alert, 'an alert');
				assert.match(String(text), /stopped at "Events of the Order": .*press Retry/);
				assert.match(String(text), new RegExp(`/executions/${stopped?.id}\\b`));
				assert.equal(execution, stopped?.id);

				await mend(stage, workflow, file);
				await retry(stage, String(execution));
				await tell(stage.shops, 1);
				await settled();
				assert.equal(eventsOf(stage).length, 2);
				assert.equal(pager.alerts.length, 1, pager.alerts.join('\n'));
			};
			await withShopExample(stage, file, work, replaced);
		}
	},
};

export const ordersUntidied: ShopScenario = {
	name: 'Shop orders: if the nightly tidying fails, a person is told',
	run: async (stage) => {
		for (const { file } of examples) {
			const everySecond = {
				rule: { interval: [{ field: 'cronExpression', expression: '*/2 * * * * *' }] },
			};
			await withShopExample(
				stage,
				file,
				async ({ pager }) => {
					await until(() => pager.alerts.length > 0);
					assert.match(pager.alerts[0] ?? '', /stopped at \\"Forget Old Orders\\"/);
				},
				{ 'Every Night': everySecond, 'Forget Old Orders': broken },
			);
		}
	},
};

export const ordersToldOnce: ShopScenario = {
	name: 'Shop orders: what is unreadable and what Kainic refuses of an order is one alert',
	run: async (stage) => {
		for (const { file, tell } of examples) {
			stage.emulator.reset();
			stage.emulator.change({ credit: 0 });
			await withShopExample(stage, file, async ({ pager, settled }) => {
				await tell(stage.shops, 1, null);
				await settled();
				assert.equal(pager.alerts.length, 1, pager.alerts.join('\n'));
				assert.match(pager.alerts[0] ?? '', /credit.* has a line that cannot be read.*"items":2/);
			});
		}
	},
};

export const ordersLeaveNoRows: ShopScenario = {
	name: 'Shop orders: what brings nothing new leaves no row in the data table',
	run: async (stage) => {
		for (const { file, table, tell } of examples) {
			stage.emulator.reset();
			await withShopExample(stage, file, async ({ settled }) => {
				await Promise.all([1, 2, 2, 3, 3, 3].map((id) => tell(stage.shops, id)));
				for (let again = 0; again < 3; again += 1) await tell(stage.shops, 2);
				await settled();
				assert.equal(eventsOf(stage).length, 6);
				const rows = await tableRows(stage.n8n, table);
				assert.deepEqual(rows.map((row) => row['order_id']).sort(), ['1', '2', '3']);
			});
		}
	},
};

/** Corrects the data table node, as a person does in the editor. */
async function mend({ n8n }: ShopStage, { id }: StoredWorkflow, file: string): Promise<void> {
	const path = `/workflows/${id}`;
	const stored = objectOf(await n8n.rest('GET', path), 'a workflow');
	const orderId = "={{ $('Order Events').first().json.order_id ?? 'unreadable' }}";
	const nodes = arrayOf(stored['nodes'], file).map((each): JsonObject => {
		const node = objectOf(each, 'a node');
		if (node['name'] !== 'Events of the Order') return node;
		const filters = {
			conditions: [{ keyName: 'order_id', condition: 'eq', keyValue: orderId }],
		};
		return { ...node, parameters: { ...objectOf(node['parameters'], 'parameters'), filters } };
	});
	const { name, connections, settings, versionId } = stored;
	const patch = { name, nodes, connections, settings, versionId };
	const saved = objectOf(await n8n.rest('PATCH', path, patch), 'a workflow');
	await n8n.rest('POST', `${path}/activate`, { versionId: textOf(saved, 'versionId') });
}

/** What n8n's button *Retry with currently saved workflow* does. */
async function retry({ n8n }: ShopStage, execution: string): Promise<void> {
	const answer = await n8n.rest('POST', `/executions/${execution}/retry`, { loadWorkflow: true });
	const again = await waitForExecution(n8n, textOf(objectOf(answer, 'a retry'), 'id'));
	assert.equal(again.status, 'success', again.errorMessage);
}
