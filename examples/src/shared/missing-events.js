// include ./progress.js
// include ./json.js
// One item: the rows to write and send, the orders that are left out, and what Lock Shop and Save Outcomes write into the row "progress".
function workOf(read, orderOf, since, posted = []) {
	const { orders_since = null, keep_days, lock_minutes, ...rules } = $('Your Shop').first().json;
	if (!/^(skip|customer),(id|sku)?$/.test([rules.without_visitor, rules.item_id]))
		throw new Error('without_visitor must be skip or customer, and item_id must be id or sku.');
	const [progress, written] = [progressOf(), jsonOf('Read Written Events')];
	const [now, end] = [Date.now(), Date.now() + lock_minutes * 60_000];
	const first = Math.max(Date.parse(orders_since ?? '1970'), now - keep_days * 86_400_000);
	const [missing, left_out] = [[], []];
	for (const [id, order] of new Map(read.map((each) => [String(each.order_id ?? each.id), each])))
		try {
			missing.push(...eventsOf({ shop: progress.shop, ...orderOf(order) }, written, first));
		} catch ({ message }) {
			left_out.push(`${id} (${message})`);
		}
	// Two first runs at once may both insert the row. So the run that inserted it takes no turn.
	const isNew = progress.createdAt === progress.updatedAt && $execution.mode !== 'test';
	const isBusy = isNew || (progress.busy_until > now && progress.busy_until <= end);
	const isOpen = progress.open_events > 0 || progress.busy_until > 0;
	const isIdle = missing.length + left_out.length + posted.length === 0 && !isOpen;
	const next = { since, orders_since, posted };
	const turn = { ...progress, ...(isIdle ? { ...next, busy_until: -now } : { busy_until: end }) };
	// No row has -1, so this run takes no turn.
	const was = isBusy || (isIdle && since === progress.since) ? -1 : progress.busy_until;
	// Write Events always has this row to write. The next run deletes it.
	const mark = { shop: progress.shop, event_name: 'turn', state: 'done', bought_at: '' };
	return [{ json: { events: isIdle ? [] : [...missing, mark], left_out, next, turn, was } }];
}

// The rows of the difference between an order and its written events.
function eventsOf(order, written, first) {
	const { without_visitor: rule } = $('Your Shop').first().json;
	const given = order.anon_uid ?? (rule === 'customer' ? order.uid : null);
	const all = written.filter((row) => row.order_id === order.order_id);
	// An order on hold gets its rows once.
	if (all.some(({ state }) => ['forgotten', order.state].includes(state))) return [];
	const events = all.filter(({ line_id: line }) => line).sort((a, b) => a.id - b.id);
	if (Number.isNaN(Date.parse(order.bought_at))) throw new Error('it has no date');
	if (events.length === 0 && Date.parse(order.bought_at) < first) return [];
	// A visitor that was sent stays the order's. A visitor that the shop deleted stays deleted.
	const isSent = (row) => row.state !== 'on_hold' && row.anon_uid;
	const anon_uid = given && (events.find(isSent)?.anon_uid ?? given);
	// What had no visitor or waited for its payment is sent later. The rows of an order on two pages come twice.
	const isCounted = (row) =>
		row.state !== 'on_hold' && (anon_uid === null || row.anon_uid !== null);
	const counted = events.filter(isCounted);
	const rows = [...new Map(counted.map((row) => [row.event_id, row])).values()];
	const lines = new Map(rows.map((row) => [row.line_id, { ...row, quantity: 0 }]));
	for (const line of order.lines) {
		// A line keeps the product that was bought: its SKU may change, and what was deleted has no ID any more.
		const before = lines.get(line.line_id);
		const { item_id, parent_id, sku } = before?.item_id ? before : line;
		// Another line without a product is a tip or a fee.
		if (item_id === null && !line.is_gone) {
			if (line.parent_id) throw new Error(`product ${line.parent_id} has no SKU`);
			continue;
		}
		const quantity = (before?.quantity ?? 0) + line.quantity;
		lines.set(line.line_id, { ...line, item_id, parent_id, sku, quantity });
	}
	const { lines: _, changed_at, ...common } = { ...order, anon_uid };
	return [...lines.values()].flatMap((line) => changesOf(common, changed_at, line, rows));
}

// If the price of a line changed, its units are refunded at the old price and bought at the new one.
function changesOf(order, changed_at, line, rows) {
	const paid = rows.findLast(
		(row) => row.line_id === line.line_id && row.event_name === 'purchase',
	);
	// A unit's part of a rounded amount may differ by two cents.
	const isSame = line.quantity <= 0 || !(Math.abs(paid?.price - line.price) > 0.02);
	const back = isSame ? [] : eventOf(order, changed_at, { ...line, quantity: 0 }, rows);
	return [...back, ...eventOf(order, changed_at, line, [...rows, ...back])];
}

function eventOf(order, changed_at, { line_id, item_id, parent_id, sku, price, ...line }, rows) {
	const never = ['refused', 'no_visitor', 'no_product'];
	const units = (name, areRefused) =>
		rows
			.filter((row) => row.line_id === line_id && row.event_name === name)
			.filter(({ state }) => never.includes(state) === areRefused)
			.reduce((sum, { quantity }) => sum + quantity, 0);
	const change = Math.max(line.quantity, 0) - units('purchase', false) + units('refund', false);
	if (Number.isNaN(change)) throw new Error('a quantity is not a number');
	const event_name = change > 0 ? 'purchase' : 'refund';
	// These units were not sent before, and are not sent now.
	const refused = units(event_name, true);
	const quantity = Number((Math.abs(change) - refused).toFixed(6));
	const total = Number((units(event_name, false) + refused + quantity).toFixed(6));
	const [order_part, line_part] = [order.order_id, line_id].map(encodeURIComponent);
	const event_id = `${event_name}:${order.shop}:${order_part}:${line_part}:${total}`;
	const occurred_at = change > 0 ? order.bought_at : changed_at;
	// A refund has the price that was paid, also if the order was changed later.
	const paid = rows.findLast((row) => row.line_id === line_id && row.event_name === 'purchase');
	const cost = change < 0 ? { price: paid.price, currency: paid.currency } : { price };
	const event = { ...order, line_id, item_id, parent_id, sku, ...cost, event_name, event_id };
	const state = item_id === null ? 'no_product' : (order.state ?? 'open');
	return quantity > 0 ? [{ ...event, quantity, occurred_at, state }] : [];
}
