// include ../shared/json.js
// include ../shared/missing-events.js
const known = jsonOf('Read Written Events').filter((row) => row.event_name === 'order');
const posted = jsonOf('Read Posted Orders').filter(({ id }) => id !== undefined);
// An old version of an order that arrives late does not undo a newer one. Of two with the same time, the last to arrive counts.
const isOlder = (row, { changed_at: time, id }) =>
	row.changed_at < time || (row.changed_at === time && row.id <= id);
const orders = posted.filter((each) =>
	known.every((row) => row.order_id !== each.order_id || isOlder(row, each)),
);
const ids = posted.map(({ id }) => id);
return workOf(orders, (row) => JSON.parse(row.posted), null, ids);
