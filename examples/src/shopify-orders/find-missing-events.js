// include ../shared/json.js
// include ../shared/missing-events.js
// include ../shared/orders.js
const { visitor_field: field, paid_statuses, undone_statuses } = $('Your Shop').first().json;
const platforms = { __proto__: null, pos: 'pos', iphone: 'mobile', android: 'mobile' };
const pages = jsonOf('Read Orders').map((page) => page.orders);
if (!pages.every(Array.isArray)) throw new Error('This is not a list of orders.');
const isIn = (list, status) => list.split(/[ ,]+/).includes(status);
const isUndone = (order) => order.cancelled_at || isIn(undone_statuses, order.financial_status);
const isPaid = (order) => isIn(paid_statuses, order.financial_status);
const read = pages.flat();
const orders = read.filter((order) => !order.test && (isUndone(order) || isPaid(order)));
return workOf(orders, orderOf, nextSince(read.map((order) => order.updated_at)));

function orderOf(order) {
	return {
		...{ order_id: String(order.id), currency: order.currency, uid: idOf(order.customer?.id) },
		...{ bought_at: order.created_at, changed_at: order.updated_at },
		anon_uid: idOf(order.note_attributes.find(({ name }) => name === field)?.value),
		platform: platforms[order.source_name] ?? 'web',
		lines: order.line_items.map((line) => lineOf(line, order)),
	};
}

function lineOf(line, order) {
	const back = order.refunds
		.flatMap((refund) => refund.refund_line_items)
		.filter((part) => part.line_item_id === line.id);
	const kept = back.reduce((left, part) => left - part.quantity, line.quantity);
	const discount = line.discount_allocations.reduce((sum, { amount }) => sum + Number(amount), 0);
	// An edit of the order may lower only current_quantity.
	const quantity = isUndone(order) ? 0 : Math.min(kept, line.current_quantity ?? kept);
	const price = Number(line.price) - discount / (line.quantity || 1);
	const own = lineWith(line, line.variant_id, quantity, price);
	// Shopify's reference does not say what a deleted variant leaves. The product is not what was bought.
	return { ...own, is_gone: idOf(line.variant_id) === null && own.parent_id !== null };
}
