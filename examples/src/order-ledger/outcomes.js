// What became of the events, as ranges of rows that have it in common: one question writes down many.
const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large'];
const states = new Map($input.all().map(({ json }) => [json.id, stateOf(json)]));
const ranges = [];
for (const { json: row } of $('Open Events').all()) {
	const state = states.get(row.id) ?? 'open';
	const last = ranges.at(-1);
	if (last?.state === state) last.to = row.id;
	else ranges.push({ from: row.id, to: row.id, state });
}
return ranges.filter(({ state }) => state !== 'open').map((json) => ({ json }));

function stateOf({ kainic, error }) {
	if (error === undefined) return kainic.status;
	return never.includes(error.code) ? 'refused' : 'open';
}
