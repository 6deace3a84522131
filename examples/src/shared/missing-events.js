// One item: the rows to write and send, and what Lock Shop and Save Outcomes write into the row "progress".
function workOf(orders, since) {
	const { orders_since = null, keep_days, lock_minutes } = $('Your Shop').first().json;
	const [progress] = jsonOf('Read Progress');
	const rows = jsonOf('Read Written Events').filter(({ line_id: line }) => line);
	// The rows of an order that is on two pages come twice, as the order does.
	const written = [...new Map(rows.map((row) => [row.event_id, row])).values()];
	const [now, end] = [Date.now(), Date.now() + lock_minutes * 60_000];
	const first = Math.max(Date.parse(orders_since ?? '1970'), now - keep_days * 86_400_000);
	const unique = [...new Map(orders.map((order) => [order.order_id, order])).values()];
	const missing = unique.flatMap((order) => eventsOf(order, written, first));
	const isBusy = progress.busy_until > now && progress.busy_until <= end;
	const isIdle = missing.length === 0 && !(progress.open_events > 0 || progress.busy_until > 0);
	const next = { since, orders_since };
	const turn = isIdle ? { ...next, busy_until: -now } : { ...progress, busy_until: end };
	// No row has -1, so this run takes no turn.
	const was = isBusy || (isIdle && since === progress.since) ? -1 : progress.busy_until;
	// Write Events always has this row to write. Delete Old Events deletes it.
	const mark = { shop: progress.shop, event_name: 'turn', state: 'done', bought_at: '' };
	return [{ json: { events: isIdle ? [] : [...missing, mark], next, turn, was } }];
}

// The difference between the units of an order and the units of its written events.
function eventsOf(order, written, first) {
	const rows = written.filter(({ order_id: id }) => id === order.order_id);
	if (rows.length === 0 && !(Date.parse(order.bought_at) >= first)) return [];
	const lines = new Map(rows.map((row) => [row.line_id, { ...row, quantity: 0 }]));
	for (const line of order.lines) {
		// A deleted product leaves a line without IDs. A line that never had a product is a tip or a fee.
		const last = line.item_id === null ? lines.get(line.line_id) : line;
		if (last) lines.set(line.line_id, { ...last, quantity: line.quantity });
	}
	return [...lines.values()].flatMap((line) => eventOf(order, line, rows));
}

function eventOf(order, line, rows) {
	const { shop, order_id, anon_uid, uid, platform, currency, bought_at, changed_at } = order;
	const { line_id, item_id, parent_id, sku, price } = line;
	const units = (name, areRefused) =>
		rows
			.filter((row) => row.line_id === line_id && row.event_name === name)
			.filter(({ state }) => ['refused', 'no_visitor'].includes(state) === areRefused)
			.reduce((sum, { quantity }) => sum + quantity, 0);
	const change = Math.max(line.quantity, 0) - units('purchase', false) + units('refund', false);
	if (Number.isNaN(change)) throw new Error(`A quantity of order ${order_id} is not a number.`);
	const event_name = change > 0 ? 'purchase' : 'refund';
	// Kainic refused these units before. They are not sent again.
	const refused = units(event_name, true);
	const quantity = Number((Math.abs(change) - refused).toFixed(6));
	const total = Number((units(event_name, false) + refused + quantity).toFixed(6));
	const event = {
		...{ shop, order_id, line_id, event_name, quantity, state: 'open' },
		event_id: `${event_name}:${shop}:${order_id}:${line_id}:${total}`,
		...{ item_id, parent_id, sku, price, currency, platform, anon_uid, uid },
		...{ bought_at, occurred_at: change > 0 ? bought_at : changed_at },
	};
	return quantity > 0 ? [event] : [];
}

function jsonOf(node) {
	return ($(node).isExecuted ? $(node).all() : []).map(({ json }) => json);
}
