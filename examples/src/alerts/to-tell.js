// Trouble is told at once, and again if it goes on; that it is over is told once.
const { again_hours: again, over_hours: over } = $('Settings').first().json;
const now = Date.now();
const hoursSince = (time) => (now - (time ?? 0)) / 3_600_000;
return $input.all().flatMap(({ json: row }) => {
	if (row.claimed_until > now) return [];
	const isNew = row.state !== 'trouble' || hoursSince(row.told_at) >= again;
	if (row.seen_at > (row.told_at ?? 0) && isNew) return tell(row, 'trouble', row.what);
	if (row.state !== 'trouble' || hoursSince(row.seen_at) < over) return [];
	return tell(row, 'over', `Not seen for ${over} hours: ${row.what}`);
});

function tell({ key, claimed_until }, telling, message) {
	return [{ json: { key, claimed_until: claimed_until ?? null, telling, message } }];
}
