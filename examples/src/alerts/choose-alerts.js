// A failure is told at once, and again if it continues. That it has ended is told once.
const { again_hours: again, over_hours: over, lock_minutes } = $('Your Shop').first().json;
const now = Date.now();
const hoursSince = (time) => (now - (time ?? 0)) / 3_600_000;
// No other run has this number, so Save Alerts finds the rows of this run by it.
const until = now + lock_minutes * 60_000 + Math.random();
const rows = $input.all().map(({ json }) => json);
// What n8n could not save has no ID.
const saved = $('Save Failure').isExecuted ? $('Save Failure').first().json : { id: 0 };
const told = rows.find(({ key }) => key === saved.key);
const unsaved = { ...told, ...saved, what: `${saved.what} (n8n could not save this alert.)` };
return (saved.id === undefined ? [unsaved] : rows)
	.map((row) => ({ ...row, was: row.claimed_until ?? null, until, telling: tellingOf(row) }))
	.filter(({ telling }) => telling)
	.slice(0, 50)
	.map((json) => ({ json }));

function tellingOf({ key, seen_at, told_at, telling, claimed_until }) {
	const isOver = telling && hoursSince(seen_at) >= over && key !== 'test';
	if (!key || (claimed_until > now && key !== 'test')) return null;
	// A run that was cut off did not confirm what it told.
	if (claimed_until > 0) return telling === 'over' && isOver ? 'over' : 'trouble';
	const isTold = telling === 'trouble' && hoursSince(told_at) < again && key !== 'test';
	if (seen_at > (told_at ?? 0) && !isTold) return 'trouble';
	return telling === 'trouble' && isOver ? 'over' : null;
}
