// Makes one event for each line of the order. event_id says which one it is, and at its end how many units
// of the line are in by then, so that none is sent twice.
const visitorKey = 'kainic_anon_uid'; // the cart attribute with the visitor's ID, see docs/identity.md
const days = 60; // older orders are left alone
const platforms = new Map([
	['pos', 'pos'],
	['iphone', 'mobile'],
	['android', 'mobile'],
]); // all others are web

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
		`Shopify sent something that is no order: ${JSON.stringify(order).slice(0, 100)}`,
		'unreadable',
	);
	return problems;
}

const name = textOf(order.name) ?? order.id;
const created = dateOf(order.created_at);
const isOld = created !== undefined && Date.now() - Date.parse(created) > days * 86_400_000;
if (order.test === true || isOld) return [];

const lines = order.line_items.filter((line) => {
	if (isRecord(line) && textOf(line.id) !== undefined && numberOf(line.quantity) !== undefined)
		return true;
	problem(
		`Order ${name} has a line that cannot be read: ${JSON.stringify(line)?.slice(0, 100)}`,
		'line',
	);
	return false;
});
const bought = lines.filter((line) => numberOf(line.quantity) > 0);
// A line without a product is a custom item or a tip, or its product was deleted since.
const products = bought.filter((line) => textOf(line.product_id));
const visitor = textOf(
	listOf(order.note_attributes).find((attribute) => attribute.name === visitorKey)?.value,
);
if (products.length > 0 && visitor === undefined) {
	problem(
		`Order ${name} has no visitor ID in its attribute "${visitorKey}", so Kainic cannot learn from it.`,
		'visitor',
	);
	return problems;
}

// A voided order was never paid.
const isVoided = order.financial_status === 'voided';
const events = isVoided
	? []
	: products.map((line) =>
			eventOf('purchase', line, numberOf(line.quantity), numberOf(line.quantity), {
				occurred_at: created,
			}),
		);
const refunded = new Map();
const refunds = listOf(order.refunds).sort((a, b) => numberOf(a.id) - numberOf(b.id));
for (const refund of refunds) {
	for (const part of listOf(refund.refund_line_items)) {
		const line = bought.find(({ id }) => textOf(id) === textOf(part.line_item_id));
		if (line !== undefined)
			bringBack(
				line,
				Math.max(numberOf(part.quantity) ?? 0, 0),
				'refund',
				dateOf(refund.created_at),
			);
	}
}
// The whole order is undone, or all its money went back, with which Shopify may name no lines.
if (order.cancelled_at || isVoided || order.financial_status === 'refunded') {
	const reason = order.cancelled_at || isVoided ? 'cancellation' : 'refund';
	for (const line of bought)
		bringBack(
			line,
			numberOf(line.quantity),
			reason,
			dateOf(order.cancelled_at) ?? dateOf(order.updated_at),
		);
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

function eventOf(event, line, quantity, units, more) {
	const event_id = `${event}:${keyOf(order.id)}:${keyOf(line.id)}:${units}`;
	// Its purchase was sent before the product was deleted; else this refund is dropped further on.
	if (!textOf(line.product_id)) {
		return {
			problem: `A line of order ${name} came back, but its product is no longer in the shop, so Kainic was not told: "${textOf(line.title) ?? line.id}".`,
			order_id: textOf(order.id),
			event_id,
		};
	}
	return {
		platform: platforms.get(order.source_name) ?? 'web',
		anon_uid: visitor,
		uid: textOf(order.customer?.id),
		event_name: event,
		event_id,
		order_id: textOf(order.id),
		item_id: textOf(line.variant_id) ?? textOf(line.product_id),
		parent_id: textOf(line.product_id),
		sku: textOf(line.sku),
		quantity,
		price: priceOf(line),
		currency: textOf(order.currency),
		...more,
	};
}

// What a unit cost after its discounts.
function priceOf(line) {
	const price = numberOf(line.price);
	if (price === undefined) return undefined;
	const discount = listOf(line.discount_allocations).reduce(
		(sum, { amount }) => sum + (numberOf(amount) ?? 0),
		0,
	);
	return numberOf(Math.round((price - discount / numberOf(line.quantity)) * 10_000) / 10_000);
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

// Prices come as numbers and as texts.
function numberOf(value) {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return Number.isFinite(number) ? number : undefined;
}

function dateOf(value) {
	const date = new Date(typeof value === 'string' ? value : NaN);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
