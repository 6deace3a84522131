// A failure is told at once, and again if it continues. That it has ended is told once.
const { again_hours: again, over_hours: over } = $('Your Shop').first().json;
const now = Date.now();
const hoursSince = (time) => (now - (time ?? 0)) / 3_600_000;
return $input.all().flatMap(({ json: { claimed_until = null, ...row } }) => {
	if (claimed_until > now) return [];
	const isTold = row.state === 'trouble' && hoursSince(row.told_at) < again && row.key !== 'test';
	const claim = { key: row.key, claimed_until };
	if (row.seen_at > (row.told_at ?? 0) && !isTold)
		return [{ json: { ...claim, telling: 'trouble', message: row.what } }];
	if (row.state !== 'trouble' || hoursSince(row.seen_at) < over || row.key === 'test') return [];
	const message = `Not seen for ${over} hours: ${row.what}`;
	return [{ json: { ...claim, telling: 'over', message } }];
});
