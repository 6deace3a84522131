/* global wordsOf, idOf, nextSince -- shared/orders.js */

// What each order that changed stands for now: the units of each line that were paid for and kept.
const { shop, orders_since: start, visitor_field: field, ...statuses } = $('Settings').first().json;
const [paid, undone] = [statuses.paid_statuses, statuses.undone_statuses].map(wordsOf);
const platforms = { __proto__: null, pos: 'pos', iphone: 'mobile', android: 'mobile' };
const answers = $('Orders').all();
const pages = answers.map(({ json }) => json.orders);
if (!pages.every(Array.isArray))
	throw new Error('The shop answered something that is not a list of orders.');
const same = pages.find((page) => page[249] && page[0].updated_at === page[249].updated_at);
if (same) throw new Error(`More than 250 orders changed at ${same[0].updated_at}: see the notes.`);
const read = pages.flat();
const orders = [...new Map(read.map((order) => [order.id, order])).values()]
	.filter((order) => isUndone(order) || paid.includes(order.financial_status))
	.filter(({ test, created_at: created }) => !test && Date.parse(created) >= Date.parse(start))
	.map(orderOf);
return [{ json: { shop, since: nextSince(read.at(-1)?.updated_at), orders } }];

function isUndone({ cancelled_at: cancelled, financial_status: status }) {
	return Boolean(cancelled) || undone.includes(status);
}

function orderOf(order) {
	return {
		...{ shop, order_id: String(order.id), currency: order.currency },
		anon_uid: idOf(order.note_attributes.find(({ name }) => name === field)?.value),
		uid: idOf(order.customer?.id),
		platform: platforms[order.source_name] ?? 'web',
		bought_at: order.created_at,
		changed_at: order.updated_at,
		lines: order.line_items.map((line) => lineOf(line, order)),
	};
}

function lineOf({ id, variant_id, product_id, sku, price, ...line }, order) {
	const back = order.refunds
		.flatMap(({ refund_line_items: lines }) => lines)
		.filter(({ line_item_id }) => line_item_id === id);
	const kept = back.reduce((left, { quantity }) => left - quantity, line.quantity);
	const discount = line.discount_allocations.reduce((sum, { amount }) => sum + Number(amount), 0);
	return {
		line_id: String(id),
		quantity: isUndone(order) ? 0 : kept,
		// A product that was deleted has no ID any more.
		item_id: idOf(variant_id) ?? idOf(product_id),
		parent_id: idOf(product_id),
		sku: idOf(sku),
		// What a unit cost after its discounts.
		price: Math.round((Number(price) - discount / (line.quantity || 1)) * 1e4) / 1e4,
	};
}
