// include ../shared/units-of.js
// The sums of each day and group. An order belongs to the last session of its visitor that saw the box in the 24 hours before.
const read = [$('Read Exposures').all(), $('Read Orders').all()];
const [exposures, lines] = read.map((all) => all.map(({ json }) => json));
const [sessions, visitors, orders, currencies, dates, days] = Array.from(
	{ length: 6 },
	() => new Map(),
);
const of = (map, key, start) => map.get(key) ?? map.set(key, start).get(key);
for (const row of exposures.toSorted((a, b) => a.at - b.at)) {
	if (sessions.has(row.sid) || !/^(control|model)$/.test(row.group)) continue;
	const session = { ...row, orders: 0, revenue: 0 };
	sessions.set(row.sid, session);
	of(visitors, row.anon_uid, []).push(session);
}
for (const { anon_uid: visitor, bought_at: date, currency, ...line } of lines) {
	const at = Date.parse(date);
	const session = visitors.get(visitor)?.findLast((each) => each.at <= at);
	if (!session || session.at < at - 86_400_000) continue;
	const start = { session, units: 0, revenue: new Map() };
	const order = of(orders, JSON.stringify([line.shop, line.order_id]), start);
	const units = unitsOf(line);
	order.units += units;
	order.revenue.set(currency, (order.revenue.get(currency) ?? 0) + units * line.price);
	currencies.set(currency, (currencies.get(currency) ?? 0) + 1);
}
// Currencies are not added up: the revenue is in the one that most lines have.
const [[currency] = []] = [...currencies].sort(([, a], [, b]) => b - a);
for (const { session, units, revenue } of orders.values()) {
	session.orders += Number(units > 0);
	session.revenue += revenue.get(currency) ?? 0;
}
for (const { at, group, kainic_exp_id, anon_uid, ...session } of sessions.values()) {
	// Each time zone begins its days with a quarter of an hour.
	const quarter = at - (at % 900_000);
	const day = dates.get(quarter) ?? DateTime.fromMillis(quarter).toISODate();
	dates.set(quarter, day);
	const values = {
		sessions: 1,
		orders: session.orders,
		orders_squared: session.orders ** 2,
		revenue: session.revenue,
		revenue_squared: session.revenue ** 2,
		fallbacks: session.fallback,
		in_both: Number(visitors.get(anon_uid).some((other) => other.group !== group)),
	};
	const sum = of(days, `${day} ${group}`, { kainic_exp_id, day, group, currency: currency ?? '' });
	for (const [name, value] of Object.entries(values)) sum[name] = (sum[name] ?? 0) + value;
}
return [...days.values()].map((json) => ({ json }));
