// include ../shared/json.js
// include ../shared/shop-error.js
// include ../shared/missing-events.js
// include ../shared/orders.js
const { visitor_field: field, ...settings } = $('Your Shop').first().json;
const [paid, waiting, undone] = ['paid', 'waiting', 'undone'].map((name) =>
	settings[`${name}_statuses`].split(/[ ,]+/),
);
// If there is no order, n8n outputs an empty item.
const read = jsonOf('Read Orders').filter((item) => Object.keys(item).length > 0);
stopForShop(read, 'orders');
if (!read.every(({ id, line_items: lines }) => id && Array.isArray(lines)))
	throw new Error('This is not a list of orders.');
const answers = jsonOf('Read Refunds');
// n8n's message for the status 404: the shop does not find the refunds of every order.
const isNotFound = ({ error }) => /resource .* could not be found/.test(error.message);
const failed = answers.find((answer) => answer.error && !isNotFound(answer));
if (failed) throw new Error(`Read Refunds: ${failed.error.message ?? failed.error}`);
// A refund comes twice if its order is on two pages.
const refunds = new Map(answers.filter(({ id }) => id).map((refund) => [refund.id, refund]));
// A line of a refund names the line of the order, whose ID is unique in the shop.
const unitsBack = new Map();
for (const { meta_data: meta, quantity } of [...refunds.values()].flatMap((r) => r.line_items)) {
	const line = String(meta.find(({ key }) => key === '_refunded_item_id')?.value);
	unitsBack.set(line, (unitsBack.get(line) ?? 0) + Math.abs(quantity));
}
const orders = read.filter(({ status }) => [...paid, ...waiting, ...undone].includes(status));
return workOf(orders, orderOf, nextSince(read.map((order) => `${order.date_modified_gmt}Z`)));

function orderOf(order) {
	const isPaid = [...paid, ...waiting].includes(order.status);
	if (isPaid && !order.refunds.every(({ id }) => refunds.has(id)))
		throw new Error('the shop did not return all of its refunds');
	return {
		...{ order_id: String(order.id), currency: order.currency, uid: idOf(order.customer_id) },
		...{ bought_at: `${order.date_created_gmt}Z`, changed_at: `${order.date_modified_gmt}Z` },
		anon_uid: idOf(order.meta_data.find(({ key }) => key === field)?.value),
		platform: order.created_via === 'pos-rest-api' ? 'pos' : 'web',
		state: waiting.includes(order.status) ? 'on_hold' : undefined,
		lines: order.line_items.map((line) => lineOf(line, isPaid)),
	};
}

function lineOf(line, isPaid) {
	const quantity = isPaid ? line.quantity - (unitsBack.get(String(line.id)) ?? 0) : 0;
	const paidFor = Number(line.total) + Number(line.total_tax ?? 0);
	// The plugin also names what was deleted. WooCommerce names another product then, or none.
	const { product_id, variation_id } = { ...line, ...line.kainic_bought };
	const is_gone = product_id !== line.product_id || variation_id !== line.variation_id;
	const ids = { ...line, product_id, sku: is_gone ? null : line.sku };
	const price = paidFor / (line.quantity || 1);
	const own = lineWith(ids, variation_id || product_id, quantity, price);
	return { ...own, is_gone: is_gone || idOf(product_id) === null };
}
