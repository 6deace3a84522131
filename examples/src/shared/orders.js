// include ./progress.js
// Neither shop has an ID of 0.
function idOf(value) {
	return (typeof value !== 'object' && String(value || '').trim()) || null;
}

// What was deleted has no ID any more.
function lineWith({ id, product_id, sku }, item, quantity, price) {
	const [own_id, parent_id, own_sku] = [item, product_id, sku].map(idOf);
	const isBySku = $('Your Shop').first().json.item_id === 'sku';
	const ids = { line_id: String(id), item_id: isBySku ? own_sku : own_id, parent_id, sku: own_sku };
	return { ...ids, quantity, price: Number(price.toFixed(4)) };
}

// Orders become visible late, and reading takes time. So the next run reads the last minutes again.
function nextSince(dates) {
	const { orders_since: start, overlap_minutes: overlap, keep_days } = $('Your Shop').first().json;
	const { since, orders_since: former } = progressOf();
	if (former !== start && !(Date.parse(start) >= Date.now() - keep_days * 86_400_000))
		throw new Error(`${start} in orders_since is not one of the last ${keep_days} days.`);
	const asked = former === start ? since : `${start}T00:00:00`;
	const last = dates.map((date) => Date.parse(date)).findLast(Number.isFinite);
	if (last === undefined) return asked;
	const began = Date.parse($('Every Five Minutes').first().json.timestamp);
	const read = Math.min(last - 1_000, began - overlap * 60_000);
	return new Date(Math.max(read, Date.parse(`${asked}Z`))).toISOString().slice(0, 19);
}
