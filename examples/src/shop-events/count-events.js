// The first row counts the events of this run. Each other row is a click, which health compares with the orders.
const now = Date.now();
const all = $input.all().map(({ json }) => json);
// Anybody can post an event that is not valid.
const events = all.filter(({ error }) => error?.code !== 'invalid_input');
const kinds = ['product_view', 'add_to_cart', 'recommendation_click'];
const counted = kinds.map((kind) => events.filter(({ event_name: name }) => name === kind));
const [views, carts, clicks] = counted.map(({ length }) => length);
const failed = counted.flat().filter(({ error }) => error).length;
const textOf = (value) => String(value ?? '').slice(0, 200);
const name = textOf(counted[0].at(-1)?.item_id);
const counts = { kind: 'events', name, at: now, views, carts, clicks, failed };
return [counts, ...counted[2].map(rowOf)].map((json) => ({ json }));

function rowOf({ occurred_at: date, ...click }) {
	const columns = 'anon_uid uid item_id parent_id type source kainic_exp_id'.split(' ');
	const texts = columns.map((column) => [column, textOf(click[column])]);
	// The clock of a visitor may be wrong.
	return { ...Object.fromEntries(texts), at: Math.min(Date.parse(date) || now, now) };
}
