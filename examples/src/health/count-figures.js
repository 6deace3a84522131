// include ./sales.js
// include ./experiment.js
const counts = 'views carts orders clicks answers bestsellers failed no_visitor'.split(' ');
// What is counted | if all is well | if not | what to do
const words = `requests for recommendations in the last 24 hours | were answered by Kainic | were answered with bestsellers | In the workflow that answers, change the pinned data of Receive Question to such a visitor and product. Then click Execute workflow. The output of Find Reason shows why.
events of visitors in the last 24 hours | were accepted | were not accepted | Open the newest red run of shop-events. The red node shows why.
orders of the last 7 days | have a visitor ID | have no visitor ID | Kainic cannot learn who bought what from such orders. Do step 5 of the page about your shop in the documentation again: the shop saves the visitor ID with each order.
order events of the last 2 weeks | arrived | are more than an hour late, or Kainic refused them | Open the newest red run of your order workflow. The red node shows why.
orders of the last 7 days | were accepted | were refused by order-events-webhook | Ask the developer of your shop to correct them and to post them again. The data table Kainic order events has a row for each of them (refusal). Delete the rows of orders that are right by now.`;
const [now, anHour, aDay] = [Date.now(), 3_600_000, 86_400_000];
const startOf = (at) => at - (at % anHour);
const settings = $('Your Shop').first().json;
const { max_percent: percent, max_catalog_hours: maxHours, control_percent: control } = settings;
const figure = (number) => number.toLocaleString('en');
const isRecent = ({ kind, at }) => kind === 'catalog' || at >= now - 15 * aDay;
// n8n copies all nodes for a script, and its input twice, unless each name is written like these.
const read = [$('Read Health').all(), $('Read Orders').all(), $('Read Clicks').all()];
const [health, newest, clicked] = read.map((all) => all.map(({ json }) => json));
// Oldest first, so that the newest row of an order counts.
const saved = newest.toReversed();
const rows = health.filter(isRecent);
const lines = saved.filter((row) => row.line_id);
const clicks = clicked.filter(({ at }) => at);
const single = rows.filter(({ kind }) => kind === 'answer' || kind === 'events');
const starts = new Set(single.map(({ at }) => startOf(at)));
// If a run was stopped, an hour has its single rows and their sum.
// Two runs at once may have saved an hour twice.
const hours = new Map(rows.filter(({ kind }) => kind === 'hour').map((row) => [row.at, row]));
const sums = [...hours.values()].filter(({ at }) => !starts.has(at));
const orders = new Map(lines.filter((row) => row.event_name === 'purchase').map(orderOf));
const all = [...single, ...sums, ...orders.values()];
const daysAgo = (count) => DateTime.now().startOf('day').minus({ days: count }).toMillis();
// The last one is today.
const days = Array.from({ length: 15 }, (_, day) => sumOf(daysAgo(14 - day), daysAgo(13 - day)));
// What the shop owner has not done yet, in the order of the page about the shop.
const isDone = {
	catalog:
		rows.some(({ kind }) => kind === 'catalog') ||
		days.some((day) => day.answers > day.bestsellers),
	views: days.some((day) => day.views > 0),
	orders: lines.length > 0 || days.some((day) => day.orders > 0),
	clicks: days.some((day) => day.answers + day.clicks > 0),
};
const steps = Object.keys(isDone).filter((name) => !isDone[name]);
const facts = factsOf(sumOf(now - aDay), sumOf(daysAgo(6)));
const { sales, bought } = salesOf(clicks, lines);
// An order may come late, so a click that brought nothing keeps its visitor for eight days.
const isOver = (click) => click.item_id && click.at < now - 8 * aDay && !bought.has(click);
const forget = clicks.filter(isOver).map(({ id }) => id);
const { limit } = $('Read Orders').params;
const since = Math.max(firstOf(newest), firstOf(clicked));
const [hour, ...ended] = [0, 1, 2, 3].map((ago) => startOf(now) - ago * anHour);
const tested = $('Read Experiments').all();
const experiments = experimentsOf(
	tested.map(({ json }) => json),
	control / 100,
);
const page = { facts, days, steps, sales, experiments, since, forget, hour };
const at = [...new Set([...ended, ...starts])].filter((start) => start < hour);
// One item for each hour to save. The first item also has what the page shows.
return at.map((start, index) => ({
	json: { ...(index === 0 && page), ...sumOf(start, start + anHour) },
}));

// Of more rows than the limit of the two nodes, the oldest are missing.
function firstOf(list) {
	const { at, bought_at: date } = list[limit - 1] ?? { at: 0 };
	return at ?? Date.parse(date);
}

function orderOf({ shop, order_id: order, bought_at: date, state, anon_uid: visitor, uid }) {
	const no_visitor = Number(state === 'no_visitor' || (visitor && visitor === uid));
	return [`${shop} ${order}`, { at: Date.parse(date), orders: 1, no_visitor }];
}

function sumOf(from, to = Infinity) {
	const list = all.filter(({ at }) => at >= from && at < to);
	const reason = list.find((row) => row.bestsellers > 0 && row.reason)?.reason ?? '';
	const name = list.findLast((row) => row.views > 0)?.name ?? '';
	const sum = { at: from, reason, name };
	for (const name of counts) sum[name] = list.reduce((total, row) => total + (row[name] ?? 0), 0);
	return sum;
}

function factsOf({ bestsellers, answers, failed, reason, ...day }, week) {
	const sent = day.views + day.carts + day.clicks;
	const recent = lines.filter((line) => Date.parse(line.bought_at) >= daysAgo(14));
	const isLate = (row) => row.state === 'open' && now - Date.parse(row.createdAt) > anHour;
	const late = recent.filter(isLate).length;
	const refused = recent.filter((row) => row.state === 'refused').length;
	const refusals = new Map(saved.filter(isMissing).map((row) => [row.order_id ?? row.id, row]));
	const isNow = sumOf(now - 2 * anHour).bestsellers > 0;
	const isMuch = (part, whole) => part > (whole * percent) / 100;
	return [
		factOf(0, bestsellers, answers, isMuch(bestsellers, answers) && isNow, reason),
		factOf(1, failed, sent, isMuch(failed, sent)),
		factOf(2, week.no_visitor, week.orders, week.orders > 3 && week.no_visitor > week.orders / 2),
		factOf(3, late + refused, recent.length, late > 0 || isMuch(refused, recent.length)),
		...[...refusals.values()]
			.slice(-1)
			.map((row) => factOf(4, refusals.size, week.orders + refusals.size, true, row.posted)),
		...newest.filter(({ waiting }) => waiting > 0).map(waitingOf),
		...['views', 'orders'].flatMap(silenceOf),
		...rows.filter(({ kind }) => kind === 'catalog').map(catalogOf),
	];
}

// A fact is good, a problem, or nothing was there to count.
function factOf(row, part, whole, isBad, reason = '') {
	const [what, good, bad, advice] = words.split('\n')[row].split(' | ');
	if (whole === 0) return { state: 'nothing', fact: `No ${what}.` };
	if (part === 0) return { state: 'good', fact: `All ${figure(whole)} ${what} ${good}.` };
	const [why, todo = advice] = reason.split('\n');
	const end = why ? `: ${why.replace(/\.$/, '')}.` : '.';
	const fact = `${figure(part)} of ${figure(whole)} ${what} ${bad}${end}`;
	return { state: isBad ? 'problem' : 'good', fact, todo };
}

// A run that meets another one does nothing. One run locks its shop for three more at most.
function waitingOf({ shop, waiting }) {
	const [state, runs] = [waiting > 6 ? 'problem' : 'good', waiting > 1 ? 'runs in a row' : 'run'];
	const fact = `${figure(waiting)} ${runs} of the order workflow of ${shop} did nothing, because another run had not ended.`;
	const todo =
		'In n8n, open this workflow and click Executions. If its runs are cut off, n8n needs more memory, or the workflow a longer Timeout.';
	return { state, fact, todo };
}

function silenceOf(name) {
	const before = days.slice(6, 13).filter((day) => day[name] > 0);
	const isSilent = days[13][name] === 0 && before.length > 3 && before[0] === days[6];
	const todo = `Check the workflow that saves the ${name}, and whether your shop still works.`;
	return isSilent ? [{ state: 'problem', fact: `There were no ${name} yesterday.`, todo }] : [];
}

function catalogOf({ name, at, products, createdAt, reason }) {
	const age = Math.floor((now - (at || Date.parse(createdAt))) / anHour);
	const size = at
		? `has ${figure(products)} products and is ${age} hour${age === 1 ? '' : 's'} old${age > maxHours ? ` (at most ${maxHours})` : ''}`
		: 'was never uploaded';
	const sameIds =
		'The pages of your shop and your catalog need the same IDs. In your catalog workflow, enter another field as fields.item_id, or choose another ID in your shop. Then upload the catalog again. After a change in your shop, this message can stay for some days.';
	const todo =
		'In n8n, open your catalog workflow and click Executions. If the newest run failed, its red node shows why. If there is no new run, publish the workflow.';
	const other =
		'If you do not use this catalog any more, delete its row in the data table Kainic health.';
	const missing = reason ? ` It does not have ${reason}.` : '';
	return {
		state: missing || age > maxHours ? 'problem' : 'good',
		fact: `The catalog of ${name} ${size}.${missing}`,
		...(missing ? { todo: sameIds } : { todo, other }),
	};
}

// An order that was refused in the last six days, and that the shop has not posted again since.
function isMissing({ event_name: name, state, bought_at: date, shop, order_id: order }) {
	const isNew = name === 'refusal' && Date.parse(date) >= daysAgo(6);
	return isNew && state !== 'corrected' && !orders.has(`${shop} ${order}`);
}
