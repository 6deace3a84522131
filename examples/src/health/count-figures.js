const counts = 'views carts orders clicks answers bestsellers failed no_visitor'.split(' ');
const [now, anHour] = [Date.now(), 3_600_000];
const startOf = (at) => at - (at % anHour);
const { max_percent: percent, max_catalog_hours: maxHours } = $('Your Shop').first().json;
const rows = jsonOf('Read Health');
const events = jsonOf('Read Orders').filter((row) => row.line_id);
const single = rows.filter(({ kind }) => kind === 'answer' || kind === 'events');
const starts = new Set(single.map(({ at }) => startOf(at)));
// If a run was stopped, an hour has its single rows and their sum.
const sums = rows.filter(({ kind, at }) => kind === 'hour' && !starts.has(at));
const orders = new Map(events.filter((row) => row.event_name === 'purchase').map(orderOf));
const all = [...single, ...sums, ...orders.values()];
const daysAgo = (count) => DateTime.now().startOf('day').minus({ days: count }).toMillis();
const days = Array.from({ length: 14 }, (_, day) => sumOf(daysAgo(13 - day), daysAgo(12 - day)));
const facts = Object.entries(factsOf(sumOf(now - 24 * anHour), sumOf(daysAgo(6))));
const textOf = (list) => list.map(([fact]) => fact.replace(/[<>@]/g, '')).join('\n');
const page = [...facts.map(lineOf), ...counts.slice(0, 4).map(chartOf)].join('\n');
const [text, problems] = [facts, facts.filter(([, isBad]) => isBad)].map(textOf);
const [hour, ...ended] = [0, 1, 2, 3].map((ago) => startOf(now) - ago * anHour);
return [...new Set([...ended, ...starts])]
	.filter((at) => at < hour)
	.map((at) => ({ json: { page, text, problems, hour, ...sumOf(at, at + anHour) } }));

function orderOf({ shop, order_id: order, bought_at: date, state, anon_uid: visitor, uid }) {
	const no_visitor = Number(state === 'no_visitor' || (visitor && visitor === uid));
	return [`${shop} ${order}`, { at: Date.parse(date), orders: 1, no_visitor }];
}

function sumOf(from, to = Infinity) {
	const list = all.filter(({ at }) => at >= from && at < to);
	const sum = {
		at: from,
		reason: list.find((row) => row.bestsellers > 0 && row.reason)?.reason ?? '',
	};
	for (const name of counts) sum[name] = list.reduce((total, row) => total + (row[name] ?? 0), 0);
	return sum;
}

// Each fact, and whether it is a problem.
function factsOf(day, week) {
	const { bestsellers, answers, failed, reason } = day;
	const sent = day.views + day.carts + day.clicks;
	const isOpen = (row) => row.state === 'open' && now - Date.parse(row.createdAt) > anHour;
	const open = events.filter(isOpen).length;
	const refused = events.filter((row) => row.state === 'refused').length;
	const why = bestsellers > 0 && reason ? `: ${reason}` : '.';
	const isNow = sumOf(now - 2 * anHour).bestsellers > 0;
	const silent = ['views', 'orders'].filter((name) => {
		const before = days.slice(5, 12).filter((each) => each[name] > 0);
		return days[12][name] === 0 && before.length > 3 && before[0] === days[5];
	});
	const catalogs = rows.filter(({ kind }) => kind === 'catalog').map(catalogOf);
	return {
		[`7 days: ${week.views} views, ${week.carts} carts, ${week.orders} orders, ${week.clicks} clicks.`]: false,
		[`24 hours: ${bestsellers} of ${answers} visitors got bestsellers${why}`]:
			bestsellers > (answers * percent) / 100 && isNow,
		[`24 hours: Kainic did not accept ${failed} of ${sent} events of visitors.`]:
			failed > (sent * percent) / 100,
		[`7 days: ${week.no_visitor} of ${week.orders} orders had no visitor ID.`]:
			week.orders > 3 && week.no_visitor > week.orders / 2,
		[`2 weeks: ${open} order events wait for Kainic, and Kainic refused ${refused}.`]:
			open > 0 || refused > (events.length * percent) / 100,
		...Object.fromEntries(silent.map((name) => [`There were no ${name} yesterday.`, true])),
		...(catalogs[0] ? Object.fromEntries(catalogs) : { 'No catalog was uploaded.': false }),
	};
}

function catalogOf({ name, at, products, createdAt }) {
	const age = Math.floor((now - (at || Date.parse(createdAt))) / anHour);
	const [isOld, size] = [age > maxHours, `has ${products} products and is ${age} hours old`];
	const advice = isOld ? ' If you do not use it any more, delete its row in Kainic health.' : '';
	return [`The catalog of ${name} ${at ? size : 'was never uploaded'}.${advice}`, isOld];
}

function lineOf([fact, isBad]) {
	// Nothing was counted, so nothing works or fails.
	const isEmpty = /^No | views, | 0 of 0 /.test(fact);
	const escaped = fact.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
	return `<p class="${isBad ? 'bad' : isEmpty ? 'none' : 'good'}">${escaped}</p>`;
}

function chartOf(name) {
	const most = Math.max(1, ...days.map((day) => day[name]));
	const bars = days.map(({ at, [name]: count }, index) => {
		const [x, height, day] = [index * 24, (count / most) * 80, DateTime.fromMillis(at)];
		const number = count.toLocaleString('en', { notation: 'compact' });
		return `<rect x="${x}" y="${90 - height}" width="20" height="${height}"/><text x="${x + 10}" y="${86 - height}">${number}</text><text x="${x + 10}" y="101">${day.toFormat('ccc')}</text>`;
	});
	return `<h2>${name}</h2><svg viewBox="0 -6 332 112" role="img" aria-label="${name} of each day">${bars.join('')}</svg>`;
}
