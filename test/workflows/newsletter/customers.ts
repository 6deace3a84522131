import assert from 'node:assert/strict';
import type { Session, WorkflowFile } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import type { EditorStage } from '../../support/browser/editor-stage';
import { columnsOf, readExample } from '../../support/workflows/examples';
import { addRows } from '../../support/workflows/data-tables';

export function customersOf(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, index) => ({
		...{ email: `customer-${index + 1}@customer.example`, name: 'Ada' },
		customer_id: String(index + 1),
	}));
}

/** The example for a shop with these customers. */
export function newsletter(
	customers: readonly JsonObject[],
	shop = 'https://shop.example',
	ordersOf = '',
): WorkflowFile {
	const example = readExample('newsletter.json', { shop });
	const nodes = example.nodes.map((node) => {
		if (node['name'] !== 'Set Customer') return node;
		const jsCode = `return ${JSON.stringify(customers)}.map((json) => ({ json }));`;
		return { ...node, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
	});
	const text = JSON.stringify({ ...example, nodes });
	const empty = '"name":"orders_of","value":""';
	assert.ok(text.includes(empty));
	return parseWorkflow(text.replace(empty, `"name":"orders_of","value":"${ordersOf}"`));
}

const shoes = Array.from({ length: 10 }, (_, index) => {
	return { item_id: `p-${index}`, title: `Shoe ${index}`, url: `/p/${index}` };
});

/** Lets Kainic recommend these products; by default, ten with an address. */
export function fillCatalog(
	{ world }: EditorStage['emulator'],
	products: JsonObject[] = shoes,
): void {
	const upload = {
		request: 0,
		storeId: 'store-1',
		syncMode: 'full',
		productCount: products.length,
		fileBytes: 1,
	} as const;
	const file = { fileSha256: '', fileName: '', fileType: '', fields: [], receivedAt: 0 };
	world.ledger.catalogs.add({ ...upload, ...file }, products);
}

/** Adds a purchase of each of these customers to the data table of orders. */
export async function addOrders(n8n: Session, customers: readonly string[]): Promise<void> {
	const orders = customers.map((uid) => ({
		...{ shop: 'https://shop.example', order_id: uid, line_id: uid, event_name: 'purchase' },
		...{ event_id: uid, item_id: 'seed-1', uid, anon_uid: `visitor-${uid}`, quantity: 1 },
	}));
	await addRows(n8n, 'Kainic order events', columnsOf('woocommerce-orders.json'), orders);
}
