// Neither shop has an ID of 0.
function idOf(value) {
	return (typeof value !== 'object' && String(value || '').trim()) || null;
}

// Orders become visible late, and reading takes time. So the next run reads the last minutes again.
function nextSince(lastChange) {
	const { orders_since: start, overlap_minutes: overlap } = $('Your Shop').first().json;
	const { since, orders_since: former } = $('Read Progress').first().json;
	const asked = former === start ? since : `${start}T00:00:00`;
	if (lastChange === undefined) return asked;
	const began = Date.parse($('Every Five Minutes').first().json.timestamp);
	const read = Math.min(Date.parse(lastChange) - 1_000, began - overlap * 60_000);
	return new Date(Math.max(read, Date.parse(`${asked}Z`))).toISOString().slice(0, 19);
}
