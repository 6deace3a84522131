// include ../shared/json.js
// include ../shared/missing-events.js
const written = jsonOf('Read Written Events');
const known = written.filter((row) => row.event_name === 'order');
const posted = jsonOf('Read Posted Orders').filter(({ id }) => id !== undefined);
// An old version of an order that arrives late does not undo a newer one. Of two with the same time, the last to arrive counts.
const isOlder = (row, { changed_at: time, id }) =>
	row.changed_at < time || (row.changed_at === time && row.id <= id);
const orders = posted.filter((each) =>
	known.every((row) => row.order_id !== each.order_id || isOlder(row, each)),
);
// health shows the refusals that no later post corrected.
const isCorrected = (row) =>
	row.event_name === 'refusal' &&
	posted.some(({ order_id, id }) => order_id === row.order_id && id > row.id);
const rangeOf = (was, state) => (row) => ({ from: row.id, to: row.id, was, state });
const done = posted.map(rangeOf('posted', 'done'));
const corrected = written.filter(isCorrected).map(rangeOf('done', 'corrected'));
return workOf(orders, (row) => JSON.parse(row.posted), null, [...done, ...corrected]);
