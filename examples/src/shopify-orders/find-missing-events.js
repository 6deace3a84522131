// include ../shared/json.js
// include ../shared/missing-events.js
// include ../shared/orders.js
const { visitor_field: field, paid_statuses, undone_statuses } = $('Your Shop').first().json;
const platforms = { __proto__: null, pos: 'pos', iphone: 'mobile', android: 'mobile' };
const [{ error } = {}] = jsonOf('Read Orders');
if (error) throw new Error(error);
const isIn = (list, status) => list.split(/[ ,]+/).includes(String(status).toLowerCase());
const isUndone = (order) =>
	order.cancelledAt || isIn(undone_statuses, order.displayFinancialStatus);
const isPaid = (order) => isIn(paid_statuses, order.displayFinancialStatus);
const read = jsonOf('Read Orders').filter(({ id }) => id);
const orders = read.filter((order) => !order.test && (isUndone(order) || isPaid(order)));
return workOf(orders, orderOf, nextSince(read.map((order) => order.updatedAt)));

function orderOf(order) {
	// Buy it now leaves out the attributes of the cart, so the line has the visitor too.
	const attributes = [order, ...order.lines].flatMap((each) => each.customAttributes);
	const visitors = [field, `_${field}`].map((name) => attributes.find(({ key }) => key === name));
	return {
		...{ order_id: order.id, currency: order.currencyCode },
		uid: idOf(order.customer?.legacyResourceId),
		...{ bought_at: order.createdAt, changed_at: order.updatedAt },
		anon_uid: idOf(visitors.find(Boolean)?.value),
		platform: platforms[order.sourceName] ?? 'web',
		lines: order.lines.map((line) => lineOf(line, order)),
	};
}

function lineOf({ variant, product, ...line }, order) {
	const amountOf = ({ shopMoney }) => Number(shopMoney.amount);
	const discounts = line.discountAllocations.map((each) => amountOf(each.allocatedAmountSet));
	const discount = discounts.reduce((sum, amount) => sum + amount, 0);
	const price = amountOf(line.originalUnitPriceSet) - discount / (line.quantity || 1);
	const quantity = isUndone(order) ? 0 : line.currentQuantity;
	const id = line.id.replace(/\D+/g, '');
	const ids = { id, product_id: product?.legacyResourceId, sku: line.sku };
	const own = lineWith(ids, variant?.legacyResourceId, quantity, price);
	// The product of a deleted variant is not what was bought.
	return { ...own, is_gone: variant === null && product !== null };
}
