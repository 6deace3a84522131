// The first row counts the events of this run. Each other row is a click, which health compares with the orders, or a session that saw an experiment.
const now = Date.now();
const all = $input.all().map(({ json }) => json);
// Anybody can post an event that is not valid.
const events = all.filter(({ error }) => error?.code !== 'invalid_input');
const kinds = ['product_view', 'add_to_cart', 'recommendation_click', 'experiment_exposure'];
const counted = kinds.map((kind) => events.filter(({ event_name: name }) => name === kind));
const [views, carts, clicks] = counted.map(({ length }) => length);
const failed = counted.flat().filter(({ error }) => error).length;
const textOf = (value) => String(value ?? '').slice(0, 200);
const name = textOf(counted[0].at(-1)?.item_id);
const exposures = counted[3].map((event) => ({
	...rowOf('sid anon_uid kainic_exp_id group', event),
	fallback: Number(event.source === 'bestsellers'),
}));
// experiment-webhook itself counts the answers with bestsellers.
const answers = exposures.filter(({ fallback }) => fallback === 0).length;
const counts = { kind: 'events', name, at: now, views, carts, clicks, failed, answers };
const columns = 'anon_uid uid item_id parent_id type source kainic_exp_id';
const rows = [...counted[2].map((click) => rowOf(columns, click)), ...exposures];
return [counts, ...rows].map((json) => ({ json }));

function rowOf(columns, { occurred_at: date, ...event }) {
	const texts = columns.split(' ').map((column) => [column, textOf(event[column])]);
	// The clock of a visitor may be wrong.
	return { ...Object.fromEntries(texts), at: Math.min(Date.parse(date) || now, now) };
}
