function wordsOf(list) {
	return list.split(',').map((word) => word.trim());
}

// Neither shop has an ID of 0.
function idOf(value) {
	return (typeof value !== 'object' && String(value || '').trim()) || null;
}

// The next run reads again what changed since shortly before this one began: shops are late, and reading takes time.
function nextSince(lastChange = new Date()) {
	const { overlap_minutes: overlap, turn_minutes: minutes } = $('Settings').first().json;
	const { since, busy_until: turnEnds } = $('Take Turn').first().json;
	const began = turnEnds - minutes * 60_000;
	// The ledger has the second half of the turn: two runs that write at once would count units twice.
	if (Date.now() > began + minutes * 30_000) throw new Error('Half of turn_minutes is over.');
	const read = Math.min(Date.parse(lastChange) - 1_000, began - overlap * 60_000);
	return new Date(Math.max(read, Date.parse(`${since}Z`))).toISOString().slice(0, 19);
}
