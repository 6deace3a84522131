// What became of the events, as ranges of rows that have it in common: one question writes down many.
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large'];
// Words that are not known may be about everything, unless Kainic took another event.
const [taken] = $('Kainic Event').all();
const states = new Map($input.all().map(({ json }) => [json.id, stateOf(json)]));
const ranges = [];
for (const { json: row } of $('Open Events').all()) {
	const state = states.get(row.id) ?? 'open';
	const last = ranges.at(-1);
	if (last?.state === state) last.from = row.id;
	else ranges.push({ from: row.id, to: row.id, state });
}
return ranges.filter(({ state }) => state !== 'open').map((json) => ({ json }));

function stateOf({ kainic, error }) {
	if (error === undefined) return kainic.status === 'accepted' ? 'accepted' : 'open';
	const isItsOwn = taken && error.code === 'rejected' && [400, 422].includes(error.httpCode);
	return isItsOwn || never.includes(error.code) ? 'refused' : 'open';
}
