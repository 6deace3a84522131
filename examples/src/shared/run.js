// The nightly upload starts every night_minutes until it succeeds. Until then, no stock is sent.
function runOf() {
	const { at, night, started, since } = $('Save Start').first().json;
	const { night_minutes: minutes } = $('Your Shop').first().json;
	const isDue = night > (at ?? 0);
	const isWhole = isDue && (started - night) % (minutes * 60_000) < 900_000;
	return { isWhole, isWaiting: isDue && !isWhole, since };
}
