// From when on the next stock run asks what changed: since this run began. If products moved while it read, since
// the time that it asked for itself. If another run ended meanwhile, one may have sent older stock after the
// other, so the earliest time of both counts.
const { read_at, moved } = $('Products').first().json;
const before = $('Last Run').first().json;
const now = $input.first().json;
const times = [moved ? before.read_at : read_at];
if (writingOf(now) !== writingOf(before)) times.push(now.read_at);
const night = $('Whole Catalog');
return [
	{
		json: {
			products: night.isExecuted ? night.first().json.products : (now.products ?? null),
			read_at: times.every(Boolean) ? times.sort()[0] : null,
		},
	},
];

// The data table notes by itself when a row was written.
function writingOf({ updatedAt, read_at: time }) {
	return JSON.stringify([updatedAt, time]);
}
