function wordsOf(list) {
	return list.split(',').map((word) => word.trim());
}

// Neither shop has an ID of 0.
function idOf(value) {
	return (typeof value !== 'object' && String(value || '').trim()) || null;
}

// What is near the end of the list is read again, since shops are late and clocks differ.
function nextSince(lastChange = new Date()) {
	const { overlap_minutes: overlap, turn_minutes: minutes } = $('Settings').first().json;
	const { since, busy_until: turnEnds } = $('Take Turn').first().json;
	// The ledger has the second half of the turn: two runs that write at once would count units twice.
	if (Date.now() > turnEnds - minutes * 30_000) throw new Error('Half of turn_minutes is over.');
	const read = Math.min(Date.parse(lastChange) - 1_000, Date.now() - overlap * 60_000);
	return new Date(Math.max(read, Date.parse(`${since}Z`))).toISOString().slice(0, 19);
}
