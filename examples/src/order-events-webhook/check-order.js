// What is no order is refused with a reason, before anything is sent.
const { body } = $('Order Placed').first().json;
const refuse = (reason) => [{ json: { status: 400, answer: { reason } } }];
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isId = (value) =>
	(typeof value === 'string' && value.trim() !== '') || Number.isSafeInteger(value);
const isNumber = (value) =>
	Number.isFinite(typeof value === 'string' && value.trim() !== '' ? Number(value) : value);
const isGiven = (value) => value !== undefined && value !== null;

if (!isObject(body))
	return refuse('The body is no order: send one JSON object with order_id, anon_uid and lines.');
const { order_id: orderId, anon_uid: anonUid, lines, platform = 'web', placed_at: placedAt } = body;
if (!isId(orderId)) return refuse('The order has no order_id.');
if (!isId(anonUid))
	return refuse('The order has no anon_uid, by which Kainic recognises the visitor.');
if (!['web', 'mobile', 'pos'].includes(platform))
	return refuse('platform must be web, mobile or pos.');
for (const name of ['uid', 'sid']) {
	if (isGiven(body[name]) && !isId(body[name])) return refuse(`${name} must be text.`);
}
if (isGiven(placedAt) && !(typeof placedAt === 'string' && DateTime.fromISO(placedAt).isValid)) {
	return refuse('placed_at must be a date in ISO 8601, e.g. 2026-12-31T10:00:00Z.');
}
if (!Array.isArray(lines)) return refuse('lines must be a list of the lines of the order.');
if (lines.length === 0) return refuse('The order has no lines.');
for (const [index, line] of lines.entries()) {
	const place = `Line ${index + 1}`;
	if (!isObject(line)) return refuse(`${place} is no object.`);
	if (!isId(line.item_id)) return refuse(`${place} has no item_id.`);
	for (const name of ['quantity', 'price']) {
		if (isGiven(line[name]) && !isNumber(line[name]))
			return refuse(`${place}: ${name} must be a number.`);
	}
}
return [{ json: { order_id: String(orderId) } }];
