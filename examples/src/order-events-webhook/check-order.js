// include ../shared/id-text.js
// include ../shared/amount.js
// One row to save: the order, or why it is refused. A scheduled run has no order.
if (!$('Receive Order').isExecuted) return [{ json: { error: 'No order was posted.' } }];
const order = Object($('Receive Order').first().json.body);
const { keep_days: days, time_zone: zone } = $('Your Shop').first().json;
// Shops send an empty text or 0 for what a guest does not have.
const [platform, visitor, customer] = [order.platform || 'web', order.anon_uid, order.uid];
const ids = [order.order_id, visitor || null, customer || null];
const [order_id, anon_uid, uid] = ids.map(idText);
const currency = order.currency ? String(order.currency).toUpperCase() : null;
const [bought, changed] = [order.placed_at, order.changed_at].map(dateOf);
const lines = Array.isArray(order.lines) ? order.lines.map(lineOf) : [];
const { shop } = $('Read Progress').first().json;
const reason = whyNot();
const refusal = { shop, order_id, event_name: 'refusal', state: 'done', posted: reason };
if (reason) return [{ json: { ...refusal, bought_at: DateTime.utc().toISO() } }];
const row = { order_id, anon_uid, uid, bought_at: bought.toISO(), changed_at: changed.toISO() };
const posted = JSON.stringify({ ...row, platform, currency, lines });
return [{ json: { ...row, shop, event_name: 'order', state: 'posted', posted } }];

// OpenCart gives all lines new IDs when an order is edited. So a line is a product at a price.
function lineOf(line) {
	const { item_id: id, quantity, price } = Object(line);
	const [item_id, cost] = [idText(id), (price ?? null) === null ? null : amountOf(price)];
	const line_id = `${item_id}@${cost ?? ''}${currency ?? ''}`;
	return { line_id, item_id, quantity: amountOf(quantity ?? 1), price: cost };
}

// In UTC, so that dates can be compared as texts.
function dateOf(value) {
	if ((value ?? '') === '') return DateTime.utc();
	const text = /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value) ? String(value).replace(' ', 'T') : '';
	return DateTime.fromISO(text, { zone: zone || 'none', setZone: true }).toUTC();
}

// The first of these sentences that is not true.
function whyNot() {
	const [soon, old] = [DateTime.now().plus({ days: 1 }), DateTime.now().minus({ days })];
	const rules = {
		'order_id must be text.': order_id,
		'anon_uid must be text, or null without consent.': anon_uid || !visitor,
		'uid must be text, or null for a guest.': uid || !customer,
		'platform must be web, mobile or pos.': /^(web|mobile|pos)$/.test(platform),
		'currency must be a code such as EUR.': /^[A-Z]{3}$/.test(currency ?? 'EUR'),
		'Dates must be like 2026-12-31T10:00:00+01:00. If they have no time zone, the owner of n8n has to enter time_zone in Your Shop.':
			bought.isValid && changed.isValid,
		'Dates must not be in the future.': Math.max(bought, changed) <= soon,
		[`placed_at must be one of the last ${days} days.`]: bought >= old,
		'lines must be a list of lines.': lines.length > 0,
		'Each line must have an item_id.': lines.every(({ item_id }) => item_id),
		'quantity must be a number, 0 or more.': lines.every(({ quantity }) => quantity >= 0),
		'price must be a number, 0 or more.': lines.every(({ price }) => (price ?? 0) >= 0),
	};
	return Object.keys(rules).find((sentence) => !rules[sentence]);
}
