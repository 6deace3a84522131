// One row to save, or an error, which leaves by the error branch. A scheduled run has no order.
if (!$('Receive Order').isExecuted) return [{ json: { error: 'No order was posted.' } }];
const order = Object($('Receive Order').first().json.body);
const { keep_days: days, without_visitor: rule } = $('Your Shop').first().json;
const { shop } = $('Read Progress').first().json;
// Shops send an empty text or 0 for what a guest does not have.
const [platform, customer] = [order.platform || 'web', order.uid || null];
const texts = [order.order_id, order.anon_uid, customer, order.currency];
const [order_id, anon_uid, uid, currency] = texts.map(textOf);
const [bought, changed] = [order.placed_at, order.changed_at].map(dateOf);
const lines = Array.isArray(order.lines) ? order.lines.map(lineOf) : [];
const error = whyNot();
if (error) return [{ json: { error } }];
const row = { order_id, anon_uid, uid, bought_at: bought.toISO(), changed_at: changed.toISO() };
const posted = JSON.stringify({ ...row, platform, currency, lines });
return [{ json: { ...row, shop, event_name: 'order', state: 'posted', posted } }];

function lineOf(line) {
	const { item_id: item, line_id: id = item, sku, quantity, price } = Object(line);
	const numbers = { quantity: numberOf(quantity ?? 1), price: numberOf(price) };
	return { line_id: textOf(id), item_id: textOf(item), sku: textOf(sku), ...numbers };
}

function textOf(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value).trim() : null;
}

function numberOf(value = null) {
	return value === null ? null : Number(typeof value === 'number' ? value : (textOf(value) ?? NaN));
}

// In UTC, so that dates can be compared as texts. A date without an offset is not valid.
function dateOf(value) {
	if ((value ?? '') === '') return DateTime.utc();
	const hasOffset = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i.test(value);
	return DateTime.fromISO(hasOffset ? String(value) : '').toUTC();
}

function whyNot() {
	if (!order_id) return 'This is not an order: it has no order_id.';
	if (!anon_uid && !(rule === 'customer' && uid))
		return 'The order has no anon_uid, the ID of the visitor.';
	if (!['web', 'mobile', 'pos'].includes(platform)) return 'platform must be web, mobile or pos.';
	if (!bought.isValid || !changed.isValid)
		return 'placed_at and changed_at must be dates with an offset, e.g. 2026-12-31T10:00:00Z.';
	if (Math.max(bought, changed) > DateTime.now().plus({ days: 1 }))
		return 'placed_at and changed_at must not be in the future.';
	if (bought < DateTime.now().minus({ days })) return `placed_at is more than ${days} days ago.`;
	if (lines.length === 0) return 'lines must be a list of the lines of the order.';
	for (const [index, { item_id, line_id, quantity, price }] of lines.entries()) {
		const line = `Line ${index + 1}`;
		if (!item_id || !line_id) return `${line} has no item_id, or a line_id that is not text.`;
		if (!(quantity >= 0 && quantity < Infinity))
			return `${line}: quantity must be a number, 0 or more.`;
		if (price !== null && !Number.isFinite(price)) return `${line}: price must be a number.`;
	}
	if (new Set(lines.map(({ line_id: id }) => id)).size < lines.length)
		return 'Two lines have the same item_id: give each line a line_id of its own.';
}
