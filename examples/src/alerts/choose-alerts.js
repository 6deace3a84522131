// A failure is told at once, and again if it continues.
const { again_hours: again, lock_minutes } = $('Your Shop').first().json;
const now = Date.now();
// No other run has this number, so Save Alerts finds the rows of this run by it.
const until = now + lock_minutes * 60_000 + Math.random();
const rows = $input.all().map(({ json }) => json);
// What n8n could not save has no ID.
const saved = $('Save Failure').isExecuted ? $('Save Failure').first().json : { id: 0 };
const told = rows.find(({ key }) => key === saved.key);
const unsaved = { ...told, ...saved, what: `${saved.what} (n8n could not save this alert.)` };
const due = (saved.id === undefined ? [unsaved] : rows).filter(isDue).slice(0, 50);
return due.map((row) => ({ json: { ...row, was: row.claimed_until ?? null, until } }));

function isDue({ key, seen_at, told_at, claimed_until }) {
	const isTest = key === 'test';
	// A run that was cut off did not confirm what it told.
	if (claimed_until > 0 && !isTest) return claimed_until <= now;
	return key && seen_at > (told_at ?? 0) && (isTest || !(now - told_at < again * 3_600_000));
}
