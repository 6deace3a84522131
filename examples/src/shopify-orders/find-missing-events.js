/* global idOf, nextSince -- shared/orders.js */
/* global workOf, jsonOf -- shared/missing-events.js */

// Each line of an order that changed counts with the units that were paid for and kept.
const { visitor_field: field, paid_statuses, undone_statuses } = $('Your Shop').first().json;
const { shop } = $('Read Progress').first().json;
const [paid, undone] = [paid_statuses, undone_statuses].map((list) => list.split(/[ ,]+/));
const platforms = { __proto__: null, pos: 'pos', iphone: 'mobile', android: 'mobile' };
const pages = jsonOf('Read Orders').map((page) => page.orders);
if (!pages.every(Array.isArray))
	throw new Error('The shop answered something that is not a list of orders.');
const isUndone = (order) => order.cancelled_at || undone.includes(order.financial_status);
const read = pages.flat();
const orders = read.filter(
	(order) => !order.test && (isUndone(order) || paid.includes(order.financial_status)),
);
return workOf(orders, orderOf, nextSince(read.map((order) => order.updated_at)));

function orderOf(order) {
	return {
		...{ shop, order_id: String(order.id), currency: order.currency },
		anon_uid: idOf(order.note_attributes.find(({ name }) => name === field)?.value),
		uid: idOf(order.customer?.id),
		platform: platforms[order.source_name] ?? 'web',
		...{ bought_at: order.created_at, changed_at: order.updated_at },
		lines: order.line_items.map((line) => lineOf(line, order)),
	};
}

function lineOf({ id, variant_id, product_id, sku, price, quantity, ...line }, order) {
	const back = order.refunds
		.flatMap((refund) => refund.refund_line_items)
		.filter((part) => part.line_item_id === id);
	const kept = back.reduce((left, part) => left - part.quantity, quantity);
	const discount = line.discount_allocations.reduce((sum, { amount }) => sum + Number(amount), 0);
	return {
		line_id: String(id),
		// An edit of the order may lower only current_quantity.
		quantity: isUndone(order) ? 0 : Math.min(kept, line.current_quantity ?? kept),
		// A product that was deleted has no ID any more.
		item_id: idOf(variant_id) ?? idOf(product_id),
		...{ parent_id: idOf(product_id), sku: idOf(sku) },
		// What a unit cost after its discounts.
		price: Number((Number(price) - discount / (quantity || 1)).toFixed(4)),
	};
}
