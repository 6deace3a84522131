// The events between what Kainic knows of each line and what the order now stands for, by counted units.
const { orders } = $('Called With Orders').first().json;
// Two runs at once write an event down twice, under one ID.
const written = [...new Map($input.all().map(({ json }) => [json.event_id, json])).values()];
const events = orders.flatMap((order) => {
	const rows = written.filter(({ order_id }) => order_id === order.order_id);
	const lines = new Map(rows.map((row) => [row.line_id, { ...row, quantity: 0 }]));
	for (const line of order.lines) {
		// Without its product, a line is what it was. One that never had a product is a tip or a fee.
		const last = lines.get(line.line_id);
		if (line.item_id !== null) lines.set(line.line_id, line);
		else if (last !== undefined) lines.set(line.line_id, { ...last, quantity: line.quantity });
	}
	return [...lines.values()].flatMap((line) => missing(order, line, rows));
});
// The last row is sent first.
return events.reverse();

function missing(order, line, ofOrder) {
	const rows = ofOrder.filter(({ line_id }) => line_id === line.line_id);
	if (!Number.isFinite(line.quantity))
		throw new Error(`A quantity of order ${order.order_id} is not a number.`);
	const change =
		Math.max(line.quantity, 0) - units(rows, 'purchase', false) + units(rows, 'refund', false);
	const event_name = change > 0 ? 'purchase' : 'refund';
	// What Kainic refused is not sent again.
	const refused = units(rows, event_name, true);
	const quantity = rounded(Math.abs(change) - refused);
	if (quantity <= 0) return [];
	const total = rounded(units(rows, event_name, false) + refused + quantity);
	const { shop, order_id, anon_uid, uid, platform, currency, bought_at, changed_at } = order;
	const { line_id, item_id, parent_id, sku, price } = line;
	const json = {
		...{ shop, order_id, line_id, event_name, quantity, state: 'open' },
		event_id: `${event_name}:${shop}:${order_id}:${line_id}:${total}`,
		...{ item_id, parent_id, sku, price, currency, platform, anon_uid, uid },
		occurred_at: change > 0 ? bought_at : changed_at,
	};
	return [{ json }];
}

function units(rows, name, areRefused) {
	return rows
		.filter(({ event_name, state }) => event_name === name && (state === 'refused') === areRefused)
		.reduce((sum, { quantity }) => sum + quantity, 0);
}

// Half a metre and the like.
function rounded(number) {
	return Math.round(number * 1e6) / 1e6;
}
