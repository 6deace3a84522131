// The sums of the hours, and what they and the orders of two weeks say. A bad fact is a problem.
const counts = [
	'views',
	'carts',
	'orders',
	'clicks',
	'answers',
	'bestsellers',
	'failed',
	'no_visitor',
];
const [now, anHour] = [Date.now(), 3_600_000];
const { max_percent: percent, max_catalog_hours: maxHours } = $('Your Shop').first().json;
const rows = $('Read Health')
	.all()
	.map(({ json }) => json);
const events = $('Read Orders')
	.all()
	.flatMap(({ json }) => (json.line_id ? [json] : []));
const hours = new Map(rows.filter(({ kind }) => kind === 'hour').map((row) => [row.at, [row]]));
// If a run was stopped, an hour has its single rows and their sum.
const single = rows.filter(({ kind }) => kind === 'answer' || kind === 'events');
for (const { at } of single) hours.set(at - (at % anHour), []);
for (const row of single) hours.get(row.at - (row.at % anHour)).push(row);
const orders = new Map(events.filter((row) => row.event_name === 'purchase').map(orderOf));
const all = [...[...hours.values()].flat(), ...orders.values()];
const midnight = DateTime.now().startOf('day');
const daysAgo = (count) => midnight.minus({ days: count }).toMillis();
const days = Array.from({ length: 14 }, (_, day) => sumOf(daysAgo(13 - day), daysAgo(12 - day)));
const facts = factsOf(sumOf(now - 24 * anHour), sumOf(daysAgo(6)));
const texts = (list) => list.map(([text]) => text.replace(/[<>@]/g, '')).join('\n');
const page = [...facts.map(lineOf), ...counts.slice(0, 4).map(chartOf)].join('\n');
const told = { page, text: texts(facts), problems: texts(facts.filter(([, isBad]) => isBad)) };
const hour = now - (now % anHour);
const starts = single.map(({ at }) => at - (at % anHour));
const ended = [...new Set([1, 2, 3].map((ago) => hour - ago * anHour).concat(starts))];
return ended
	.filter((start) => start < hour)
	.map((start) => ({ json: { ...told, hour, ...sumOf(start, start + anHour) } }));

function orderOf({ shop, order_id: order, bought_at: date, state, anon_uid: visitor, uid }) {
	const no_visitor = Number(state === 'no_visitor' || visitor === uid);
	return [`${shop} ${order}`, { at: Date.parse(date), orders: 1, no_visitor }];
}

function sumOf(from, to = Infinity) {
	const list = all.filter(({ at }) => at >= from && at < to);
	const sum = { at: from, reason: list.find(({ reason }) => reason)?.reason ?? '' };
	for (const name of counts) sum[name] = list.reduce((total, row) => total + (row[name] ?? 0), 0);
	return sum;
}

function factsOf(day, week) {
	const { views, carts, clicks, answers, bestsellers, failed, reason } = day;
	const isOpen = ({ state, createdAt }) => state === 'open' && now - Date.parse(createdAt) > anHour;
	const [open, refused] = [isOpen, ({ state }) => state === 'refused'].map((isOne) => {
		return events.filter(isOne).length;
	});
	const why = bestsellers > 0 && reason ? `: ${reason}` : '.';
	const silent = ['views', 'orders'].filter((name) => {
		const before = days.slice(5, 12).filter((each) => each[name] > 0);
		return days[12][name] === 0 && before.length > 3 && before[0] === days[5];
	});
	const catalogs = rows.filter(({ kind }) => kind === 'catalog').map(catalogOf);
	return [
		[
			`7 days: ${week.views} views, ${week.carts} carts, ${week.orders} orders, ${week.clicks} clicks.`,
		],
		[
			`24 hours: ${bestsellers} of ${answers} visitors got bestsellers${why}`,
			bestsellers > (answers * percent) / 100 && sumOf(now - 2 * anHour).bestsellers > 0,
		],
		[
			`24 hours: Kainic did not accept ${failed} of ${views + carts + clicks} events of visitors.`,
			failed > ((views + carts + clicks) * percent) / 100,
		],
		[
			`7 days: ${week.no_visitor} of ${week.orders} orders had no visitor ID.`,
			week.orders > 3 && week.no_visitor > week.orders / 2,
		],
		[`2 weeks: ${open} order events wait for Kainic, and Kainic refused ${refused}.`, open > 0],
		...silent.map((name) => [`There were no ${name} yesterday.`, true]),
		...(catalogs.length > 0 ? catalogs : [['No catalog was uploaded.']]),
	];
}

function catalogOf({ name, at, products, createdAt }) {
	const age = Math.floor((now - (at || Date.parse(createdAt))) / anHour);
	const what = at ? `has ${products} products and is ${age} hours old` : 'was never uploaded';
	return [`The catalog of ${name} ${what}.`, age > maxHours];
}

function lineOf([text, isBad = false]) {
	// Nothing was counted, so nothing works or fails.
	const isEmpty = /^No | views, | 0 of 0 /.test(text);
	const escaped = text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
	return `<p class="${isBad ? 'bad' : isEmpty ? 'none' : 'good'}">${escaped}</p>`;
}

function chartOf(name) {
	const most = Math.max(1, ...days.map((day) => day[name]));
	const bars = days.map((day, index) => {
		const [x, height, date] = [index * 24, (day[name] / most) * 80, DateTime.fromMillis(day.at)];
		const number = day[name].toLocaleString('en', { notation: 'compact' });
		const texts = `<text x="${x + 10}" y="86" dy="-${height}">${number}</text><text x="${x + 10}" y="101">${date.toFormat('ccc')}</text>`;
		return `<g><title>${date.toFormat('d LLL')}: ${day[name]}</title><rect x="${x}" y="${90 - height}" width="20" height="${height}"/>${texts}</g>`;
	});
	return `<h2>${name}</h2><svg viewBox="0 -6 332 112" role="img" aria-label="${name} of each day">${bars.join('')}</svg>`;
}
