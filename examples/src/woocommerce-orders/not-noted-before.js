// Keeps what no earlier execution noted. The last part of an event_id counts the units of its line up to
// this event, so that each unit is bought once, and comes back once, and only if it was bought.
const rows = $input.all().map(({ json }) => json);
const own = $('Note Events').first().json.id;
if (typeof own !== 'number' || !rows.some(({ id }) => id === own)) {
	throw new Error('The data table does not hold what was just noted, so nothing was sent.');
}
const units = new Map();
const earlier = rows.filter(({ id }) => id < own).sort((left, right) => left.id - right.id);
for (const { events } of earlier) for (const id of String(events).split(' ')) unitsOf(id);

const kept = [];
for (const { json } of $('Order Events').all()) {
	const quantity = unitsOf(json.event_id);
	if (quantity > 0) kept.push({ json: json.problem === undefined ? { ...json, quantity } : json });
}
return kept.length > 0 ? kept : [{ json: { nothing_new: true } }];

// The units that an event adds to those noted so far; none if it is known.
function unitsOf(id) {
	const [name, order, line, last = '1'] = id.split(':');
	const key = `${name}:${order}:${line}`;
	const before = units.get(key) ?? 0;
	const bought = name === 'refund' ? (units.get(`purchase:${order}:${line}`) ?? 0) : Infinity;
	const after = Math.max(before, Math.min(Number(last), bought));
	units.set(key, after);
	return after - before;
}
