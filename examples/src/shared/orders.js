function wordsOf(list) {
	return list.split(',').map((word) => word.trim());
}

// Neither shop has an ID of 0.
function idOf(value) {
	return (typeof value !== 'object' && String(value || '').trim()) || null;
}

// What is near the end of the list is read again, since shops are late and clocks differ.
function nextSince(lastChange = new Date()) {
	const { overlap_minutes: overlap } = $('Settings').first().json;
	const read = Math.min(Date.parse(lastChange) - 1_000, Date.now() - overlap * 60_000);
	const before = Date.parse(`${$('Take Turn').first().json.since}Z`);
	return new Date(Math.max(read, before)).toISOString().slice(0, 19);
}
