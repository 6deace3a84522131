/* global wordsOf, idOf, nextSince -- shared/orders.js */

// What each order that changed stands for now: the units of each line that were paid for and kept.
const { shop, orders_since: start, visitor_field: field, ...statuses } = $('Settings').first().json;
const [paid, undone] = [statuses.paid_statuses, statuses.undone_statuses].map(wordsOf);
const read = $('Orders')
	.all()
	.map(({ json }) => json)
	// Without any order, n8n puts out an empty item.
	.filter((item) => Object.keys(item).length > 0);
const isList = read.every(({ id, line_items: lines }) => id && Array.isArray(lines));
if (!isList) throw new Error('The shop answered something that is not a list of orders.');
const answers = $('Refunds').isExecuted ? $('Refunds').all() : [];
// An order may come twice, at the end of a page and with the next one.
const refunds = new Map(answers.map(({ json }) => [json.id, json]));
if (!read.every((order) => order.refunds.every(({ id }) => refunds.has(id))))
	throw new Error('Refunds were not read. If this stays so, move the node Refunds above this one.');
// A line of a refund names the line of the order, whose ID is unique in the shop.
const unitsBack = new Map();
for (const { meta_data: meta, quantity } of [...refunds.values()].flatMap((r) => r.line_items)) {
	const line = String(meta.find(({ key }) => key === '_refunded_item_id')?.value);
	unitsBack.set(line, (unitsBack.get(line) ?? 0) + Math.abs(quantity));
}
const orders = [...new Map(read.map((order) => [order.id, order])).values()]
	.filter(({ status }) => paid.includes(status) || undone.includes(status))
	.filter(({ date_created_gmt: created }) => created >= start)
	.map(orderOf);
const since = nextSince(read.map(({ date_modified_gmt: date }) => `${date}Z`).at(-1));
return [{ json: { shop, since, orders } }];

function orderOf(order) {
	return {
		...{ shop, order_id: String(order.id), currency: order.currency },
		anon_uid: idOf(order.meta_data.find(({ key }) => key === field)?.value),
		uid: idOf(order.customer_id),
		platform: order.created_via === 'pos-rest-api' ? 'pos' : 'web',
		bought_at: `${order.date_created_gmt}Z`,
		changed_at: `${order.date_modified_gmt}Z`,
		lines: order.line_items.map((line) => lineOf(line, paid.includes(order.status))),
	};
}

function lineOf({ id, variation_id, product_id, sku, price, quantity }, isPaid) {
	return {
		line_id: String(id),
		quantity: isPaid ? quantity - (unitsBack.get(String(id)) ?? 0) : 0,
		item_id: idOf(variation_id) ?? idOf(product_id),
		parent_id: idOf(product_id),
		sku: idOf(sku),
		price: Number(price),
	};
}
