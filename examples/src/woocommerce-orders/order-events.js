// Makes one event for each line of the order. event_id says which one it is, and at its end how many units
// of the line are in by then, so that none is sent twice.
const visitorKey = 'kainic_anon_uid'; // the order's meta data with the visitor's ID, see docs/identity.md
const days = 60; // older orders are left alone

const trigger = $('Order Created').isExecuted ? $('Order Created') : $('Order Updated');
const order = trigger.first().json;
const problems = [];
const problem = (what, about) =>
	problems.push({
		json: {
			problem: what,
			order_id: textOf(order.id),
			event_id: `problem:${keyOf(order.id) ?? `execution-${$execution.id}`}:${about}`,
		},
	});

if (textOf(order.id) === undefined || !Array.isArray(order.line_items)) {
	problem(
		`WooCommerce sent something that is no order: ${JSON.stringify(order).slice(0, 100)}`,
		'unreadable',
	);
	return problems;
}

// Not yet bought, or not any more. Everything else is a purchase, a shop's own statuses too.
const unpaid = ['checkout-draft', 'auto-draft', 'draft', 'new', 'pending'];
const undone = ['cancelled', 'failed', 'trash'];
const created = dateOf(order.date_created_gmt);
const isOld = created !== undefined && Date.now() - Date.parse(created) > days * 86_400_000;
if (unpaid.includes(order.status) || isOld) return [];

const lines = order.line_items.filter((line) => {
	if (isRecord(line) && textOf(line.id) !== undefined && numberOf(line.quantity) !== undefined)
		return true;
	problem(
		`Order ${order.id} has a line that cannot be read: ${JSON.stringify(line)?.slice(0, 100)}`,
		'line',
	);
	return false;
});
const products = lines.filter((line) => idOf(line.product_id) && numberOf(line.quantity) > 0);
const visitor = textOf(listOf(order.meta_data).find((meta) => meta?.key === visitorKey)?.value);
if (products.length > 0 && visitor === undefined) {
	problem(
		`Order ${order.id} has no visitor ID in its meta data "${visitorKey}", so Kainic cannot learn from it.`,
		'visitor',
	);
	return problems;
}

const isUndone = undone.includes(order.status);
const events = isUndone
	? []
	: products.map((line) =>
			eventOf('purchase', line, numberOf(line.quantity), numberOf(line.quantity), {
				occurred_at: created,
			}),
		);
const refunded = new Map();
for (const refund of refundsOf()) {
	for (const part of listOf(refund.line_items)) {
		const line = products.find(
			({ id }) =>
				textOf(id) ===
				textOf(listOf(part.meta_data).find((meta) => meta?.key === '_refunded_item_id')?.value),
		);
		// A refund of money alone, with a quantity of 0, brings nothing back.
		if (line !== undefined)
			bringBack(
				line,
				Math.abs(numberOf(part.quantity) ?? 0),
				'refund',
				dateOf(refund.date_created_gmt),
			);
	}
}
// WooCommerce refunds a whole order without naming its lines.
if (isUndone || order.status === 'refunded') {
	const reason = isUndone ? 'cancellation' : 'refund';
	for (const line of products)
		bringBack(line, numberOf(line.quantity), reason, dateOf(order.date_modified_gmt));
}
return [...events.map((json) => ({ json })), ...problems];

// Counts units from the first to the last, so that a cancellation and the refund of the same units are one event.
function bringBack(line, quantity, reason, occurred_at) {
	const before = refunded.get(line.id) ?? 0;
	const after = Math.min(before + quantity, numberOf(line.quantity));
	if (after <= before) return;
	refunded.set(line.id, after);
	events.push(eventOf('refund', line, after - before, after, { reason, occurred_at }));
}

function eventOf(name, line, quantity, units, more) {
	return {
		platform: order.created_via === 'pos-rest-api' ? 'pos' : 'web',
		anon_uid: visitor,
		uid: idOf(order.customer_id),
		event_name: name,
		event_id: `${name}:${keyOf(order.id)}:${keyOf(line.id)}:${units}`,
		order_id: textOf(order.id),
		item_id: idOf(line.variation_id) ?? idOf(line.product_id),
		parent_id: idOf(line.product_id),
		sku: textOf(line.sku),
		quantity,
		price: numberOf(line.price),
		currency: textOf(order.currency),
		...more,
	};
}

function refundsOf() {
	if (listOf(order.refunds).length === 0) return [];
	const refunds = $('Refunds of the Order').first().json.body;
	if (Array.isArray(refunds))
		return listOf(refunds).sort((a, b) => numberOf(a.id) - numberOf(b.id));
	problem(
		`The refunds of order ${order.id} cannot be read: ${JSON.stringify(refunds)?.slice(0, 100)}`,
		'refunds',
	);
	return [];
}

// IDs are numbers; whatever else comes must not break the list of event_id.
function keyOf(value) {
	const text = textOf(value);
	return text === undefined ? undefined : encodeURIComponent(text);
}

function listOf(value) {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value) {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

// WooCommerce writes 0 for none.
function idOf(value) {
	const id = textOf(value);
	return id === '0' ? undefined : id;
}

// Prices come as numbers and as texts.
function numberOf(value) {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return Number.isFinite(number) ? number : undefined;
}

function dateOf(value) {
	const date = new Date(typeof value === 'string' ? `${value}Z` : NaN);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
