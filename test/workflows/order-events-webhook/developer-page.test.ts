import { readFileSync } from 'node:fs';
import path from 'node:path';
import { objectOf } from '../../../tools/n8n/json';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { codeNode, folder, itemsOf } from '../../support/workflows/code-node';
import { eventsOf, Ledger, readPosted } from '../orders/find-events';

const page = readFileSync(path.join(folder, '../docs/shops/developer.md'), 'utf8');
const file = 'order-events-webhook.json';
const check = codeNode(file, 'Check Order');

/** The orders of the page in their order, each with what the page says that Kainic gets. */
const examples = [
	...page.matchAll(/<!-- order: (.+?) -->\s+```json\n(.+?)```\s+Kainic gets(.+?)\n\n(?!-)/gs),
];

/** The days of the examples pass. */
const yourShop = { shop: 'shop', time_zone: '', keep_days: 40_000, without_visitor: 'skip' };

/** The row that is saved for an order. */
function rowOf(body: unknown, id: number) {
	const nodes = {
		'Your Shop': itemsOf(yourShop),
		'Read Progress': itemsOf({ shop: 'shop' }),
		'Receive Order': itemsOf({ body }),
	};
	return { id, ...objectOf(check({ nodes })[0], 'the row') };
}

test('the page for developers has an example of each case', () => {
	expect(examples.map(([, name]) => name)).toEqual(['two sizes', 'an edit', 'a deleted order']);
	expect(page.match(/"lines": \[/g)).toHaveLength(examples.length + 1);
});

test('Kainic gets what the page for developers says of each order', () => {
	const ledger = new Ledger();
	examples.forEach(([, name, json = '', says = ''], index) => {
		const row = rowOf(JSON.parse(json), index + 1);
		expect([name, row]).toEqual([name, expect.objectContaining({ event_name: 'order' })]);
		const around = { written: ledger.rows, settings: { keep_days: 40_000 } };
		const events = eventsOf(readPosted(row)(around));
		const stateOf = (visitor: unknown) => (visitor === null ? 'no_visitor' : 'accepted');
		ledger.rows.push(...events.map((event) => ({ ...event, state: stateOf(event['anon_uid']) })));
		const sent = events.filter((event) => event['anon_uid'] !== null);
		const told = [...says.matchAll(/- `(\w+)`: (\d+) × `(.+?)`, ([\d.]+) (\w+) each/g)];
		expect(told.map(([, ...each]) => each)).toEqual(
			sent.map((event) =>
				['event_name', 'quantity', 'item_id', 'price', 'currency'].map((key) => String(event[key])),
			),
		);
		expect(told.length).toBeGreaterThan(0);
	});
});

test('the page for developers quotes a reason that orders are refused with', () => {
	const [, quoted] = /\{"reason":"(.+?)"\}/.exec(page) ?? [];
	const lines = [{ item_id: '42', price: -1 }];
	expect(rowOf({ order_id: '1', lines }, 1)).toMatchObject({
		event_name: 'refusal',
		posted: quoted,
	});
});

test('the workflow is set up with the header of the page for developers, and with an order that it accepts', () => {
	const workflow = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	const [, header = ''] = /^([\w-]+): THE-SECRET$/m.exec(page) ?? [];
	expect(JSON.stringify(workflow.nodes)).toContain(`the name \`${header}\``);
	const [{ json }] = Object(workflow.pinData)['Receive Order'];
	expect(rowOf(json.body, 1)).toMatchObject({ event_name: 'order' });
});
