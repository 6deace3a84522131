// What is not an order is refused with a reason. An order is kept as the ledger takes it.
const order = Object($('Order Placed').first().json.body);
const platform = order.platform || 'web';
// Shops send an empty text for what a guest does not have.
const [uid, currency, placed] = [order.uid, order.currency, order.placed_at].map((value) =>
	value === '' ? null : (value ?? null),
);
const now = DateTime.now();
const boughtAt = placed === null ? now : DateTime.fromISO(String(placed), { setZone: true });
const lines = Array.isArray(order.lines) ? order.lines.map(lineOf) : [];
const reason = whyNot();
if (reason !== undefined) return [{ json: { reason } }];
const posted = {
	...{ shop: 'webhook', order_id: String(order.order_id), anon_uid: String(order.anon_uid) },
	...{ uid: uid === null ? null : String(uid), platform, currency, lines },
	...{ bought_at: boughtAt.toISO(), changed_at: now.toISO() },
};
return [{ json: { order_id: posted.order_id, posted: JSON.stringify(posted) } }];

function lineOf(line) {
	const { item_id: item, line_id: id = item, sku, quantity, price } = Object(line);
	const numbers = { quantity: numberOf(quantity ?? 1), price: numberOf(price ?? null) };
	return { line_id: textOf(id), item_id: textOf(item), sku: textOf(sku), ...numbers };
}

function textOf(value) {
	const isText = typeof value === 'string' && value.trim() !== '';
	return isText || Number.isSafeInteger(value) ? String(value) : null;
}

/** NaN for what is neither a number nor its text. */
function numberOf(value) {
	if (value === null || typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

function whyNot() {
	if (textOf(order.order_id) === null) return 'This is not an order: it has no order_id.';
	if (textOf(order.anon_uid) === null) return 'The order has no anon_uid, the ID of the visitor.';
	if (uid !== null && textOf(uid) === null) return 'uid must be text.';
	if (!['web', 'mobile', 'pos'].includes(platform)) return 'platform must be web, mobile or pos.';
	if (currency !== null && textOf(currency) === null) return 'currency must be text.';
	if (!boughtAt.isValid) return 'placed_at must be a date in ISO 8601, e.g. 2026-12-31T10:00:00Z.';
	if (lines.length === 0) return 'lines must be a list of the lines of the order.';
	const odd = lines.findIndex(({ item_id: item, line_id: id }) => item === null || id === null);
	if (odd !== -1) return `Line ${odd + 1} has no item_id, or a line_id that is not text.`;
	const isNumber = (number) => number === null || Number.isFinite(number);
	const wrong = lines.findIndex(({ quantity, price }) => !isNumber(quantity) || !isNumber(price));
	if (wrong !== -1) return `Line ${wrong + 1}: quantity and price must be numbers.`;
	if (new Set(lines.map(({ line_id: id }) => id)).size < lines.length)
		return 'Two lines have the same item_id: give each line a line_id of its own.';
}
