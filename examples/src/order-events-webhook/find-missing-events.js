/* global workOf, jsonOf -- shared/missing-events.js */

const known = jsonOf('Read Written Events').filter((row) => row.event_name === 'order');
const posted = jsonOf('Read Posted Orders').filter(({ id }) => id !== undefined);
const { shop } = $('Read Progress').first().json;
// An old version of an order that arrives late does not undo a newer one. Of two with the same time, the last to arrive counts.
const isNewest = ({ order_id: order, changed_at: time, id }) =>
	known
		.filter((row) => row.order_id === order)
		.every((row) => row.changed_at < time || (row.changed_at === time && row.id <= id));
const orders = posted.filter(isNewest).sort((a, b) => a.id - b.id);
const [{ json }] = workOf(orders, (row) => ({ shop, ...JSON.parse(row.posted) }), null);
return [{ json: { ...json, next: { ...json.next, posted: posted.map(({ id }) => id) } } }];
