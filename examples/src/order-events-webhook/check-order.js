// One row to save, or an error, which leaves by the error branch. A scheduled run has no order.
if (!$('Receive Order').isExecuted) return [{ json: { error: 'No order was posted.' } }];
const order = Object($('Receive Order').first().json.body);
const { keep_days: days, without_visitor: rule } = $('Your Shop').first().json;
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
const { shop } = $('Read Progress').first().json;
return [{ json: { ...row, shop, event_name: 'order', state: 'posted', posted } }];

function lineOf(line) {
	const { item_id, line_id = item_id, sku, quantity, price } = Object(line);
	const [id, item, code] = [line_id, item_id, sku].map(textOf);
	return { line_id: id, item_id: item, sku: code, quantity: quantity ?? 1, price: price ?? null };
}

function textOf(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value).trim() : null;
}

// In UTC, so that dates can be compared as texts. A date without an offset is not valid.
function dateOf(value) {
	if ((value ?? '') === '') return DateTime.utc();
	const hasOffset = /T.*(Z|[+-]\d\d(:?\d\d)?)$/i.test(value);
	return DateTime.fromISO(hasOffset ? String(value) : '').toUTC();
}

// The first of these sentences that is not true.
function whyNot() {
	const [soon, old] = [DateTime.now().plus({ days: 1 }), DateTime.now().minus({ days })];
	const { size } = new Set(lines.map((line) => line.line_id));
	const isAmount = (line) => Number.isFinite(line.quantity) && line.quantity >= 0;
	const rules = {
		'order_id must be text.': order_id,
		'anon_uid must be the ID of the visitor.': anon_uid || (rule === 'customer' && uid),
		'platform must be web, mobile or pos.': /^(web|mobile|pos)$/.test(platform),
		'Dates must have an offset, e.g. 2026-12-31T10:00:00Z.': bought.isValid && changed.isValid,
		'Dates must not be in the future.': Math.max(bought, changed) <= soon,
		[`placed_at must be one of the last ${days} days.`]: bought >= old,
		'lines must be a list of lines.': lines.length > 0,
		'Each line must have an item_id.': lines.every((line) => line.item_id && line.line_id),
		'Lines with the same item_id must have different line_ids.': size === lines.length,
		'quantity must be a number, 0 or more.': lines.every(isAmount),
		'price must be a number.': lines.every(({ price }) => Number.isFinite(price ?? 0)),
	};
	return Object.keys(rules).find((sentence) => !rules[sentence]);
}
