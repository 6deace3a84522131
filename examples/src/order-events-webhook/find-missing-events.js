/* global workOf, jsonOf -- shared/missing-events.js */

const known = jsonOf('Read Written Events').filter((row) => row.event_name === 'order');
const posted = jsonOf('Read Posted Orders').filter(({ id }) => id !== undefined);
const { shop } = $('Read Progress').first().json;
// An old version of an order that arrives late does not undo a newer one.
const isNewest = ({ order_id: id, changed_at: changed }) =>
	known.every((row) => row.order_id !== id || row.changed_at <= changed);
const orders = posted
	.filter(isNewest)
	.sort((a, b) => a.id - b.id)
	.map((row) => ({ shop, ...JSON.parse(row.posted) }));
const [{ json }] = workOf(orders, null);
return [{ json: { ...json, next: { ...json.next, posted: posted.map(({ id }) => id) } } }];
