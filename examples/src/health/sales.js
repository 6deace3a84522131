// include ../shared/plain-id.js
// include ../shared/units-of.js
// The clicks and the sales of each week and source. A line of an order belongs to the last click of its visitor on its product in the seven days before.
function salesOf(clicks, lines) {
	const [found, bought, clicked] = [new Map(), new Set(), new Map()];
	// A variant is the same product as the other variants of its parent.
	// For a script with the name "item", n8n would copy the clicks twice.
	const keysOf = ({ anon_uid: visitor, item_id: product, parent_id: parent }) =>
		[product, parent].filter(Boolean).map((id) => JSON.stringify([visitor, id]));
	const add = (sums, key, number) => sums.set(key, (sums.get(key) ?? 0) + number);
	// Anybody can post any source.
	const names = { kainic: 'Kainic', bestsellers: 'Bestsellers', control: 'Control group' };
	const mondays = [0, 1, 2, 3, 4, 5, 6].map((ago) =>
		DateTime.now().startOf('week').minus({ weeks: ago }).toMillis(),
	);
	const rowOf = ({ source, kainic_exp_id: given }, at) => {
		const experiment = isPlainId(given ?? '') ? given : '';
		const monday = mondays.find((start) => start <= at) ?? 0;
		const name = `${names[source] ?? 'Other'}${experiment ? ` (${experiment})` : ''}`;
		const row = { monday, experiment, name, clicks: 0, orders: new Map(), revenue: new Map() };
		const key = `${monday} ${name}`;
		return found.set(key, found.get(key) ?? row).get(key);
	};
	for (const click of clicks) {
		for (const key of keysOf(click)) {
			if (!clicked.has(key)) clicked.set(key, []);
			clicked.get(key).push(click);
		}
		rowOf(click, click.at).clicks += 1;
	}
	for (const line of lines.filter((each) => each.anon_uid)) {
		const at = Date.parse(line.bought_at);
		const [click] = keysOf(line)
			.flatMap((key) => clicked.get(key) ?? [])
			.filter((each) => each.at <= at && each.at >= at - 7 * 86_400_000)
			.sort((a, b) => b.at - a.at);
		if (!click) continue;
		bought.add(click);
		const units = unitsOf(line);
		if (units === 0) continue;
		const { orders, revenue } = rowOf(click, at);
		add(orders, JSON.stringify([line.shop, line.order_id]), units);
		// Currencies are not added up.
		if (line.price !== null) add(revenue, line.currency ?? '', units * line.price);
	}
	const isKept = (units) => units > 0;
	const groups = new Map();
	const byClicks = (a, b) => b.monday - a.monday || b.clicks - a.clicks;
	for (const { experiment, orders, revenue, ...row } of [...found.values()].sort(byClicks)) {
		const sale = {
			...row,
			orders: [...orders.values()].filter(isKept).length,
			revenue: [...revenue].sort(),
		};
		// An experiment and its control group are neighbours.
		const key = `${row.monday} ${experiment || ''}`;
		groups.set(key, [...(groups.get(key) ?? []), sale]);
	}
	return { sales: [...groups.values()].flat(), bought };
}
