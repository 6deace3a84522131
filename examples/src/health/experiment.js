/** The newest experiments of the data table Kainic experiment days, with what the page shows of them. */
function experimentsOf(rows, share) {
	const found = new Map();
	for (const row of rows.filter(({ day }) => day)) {
		const start = { id: row.kainic_exp_id, first: row.day, last: row.day };
		const one = found.get(start.id) ?? found.set(start.id, start).get(start.id);
		if (row.day < one.first) one.first = row.day;
		if (row.day > one.last) one.last = row.day;
		one.currency = row.currency || one.currency || '';
		const sum = (one[row.group] ??= {});
		for (const [name, value] of Object.entries(row))
			if (typeof value === 'number') sum[name] = (sum[name] ?? 0) + value;
	}
	const monthAgo = DateTime.now().minus({ days: 30 }).toISODate();
	const newest = [...found.values()].filter(({ last }) => last >= monthAgo);
	return newest.map((one) => {
		const end = Math.min(Date.now(), DateTime.fromISO(one.last).endOf('day').toMillis());
		const days = Math.max(1, (end - DateTime.fromISO(one.first).toMillis()) / 86_400_000);
		const none = { sessions: 0, orders: 0, revenue: 0 };
		const groups = { control: { ...none, ...one.control }, model: { ...none, ...one.model } };
		return { ...one, ...groups, ...resultOf(groups, days, share) };
	});
}

/**
 * Half the width of an interval of 95 % for a mean of `sessions`, in standard deviations of one session.
 * Owners look every day, so the interval is true at all times together (a confidence sequence):
 * Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic
 * confidence sequences", 2021. It is narrowest, compared with a fixed interval, at `best` sessions.
 */
function widthOf(sessions, alpha = 0.05, best = 50_000) {
	const log = -2 * Math.log(alpha);
	const part = (sessions * (log + Math.log(log + 1))) / best;
	const inner = Math.log(Math.sqrt(part + 1) / alpha);
	return Math.sqrt(((2 * (part + 1)) / (part * sessions)) * inner);
}

/** The difference of the two means and its interval, in parts of the control group's mean. */
function compareGroups({ control, model }, name) {
	const sizes = [control, model].map(({ sessions }) => sessions);
	const means = [control, model].map((group) => group[name] / group.sessions);
	const spreads = [control, model].map(
		(group, index) => group[`${name}_squared`] / group.sessions - means[index] ** 2,
	);
	const sessions = sizes[0] + sizes[1];
	// The standard deviation of the difference, if it came from one session
	const deviation = Math.sqrt((spreads[0] / sizes[0] + spreads[1] / sizes[1]) * sessions);
	const [mean] = means;
	const half = (deviation * widthOf(sessions)) / mean;
	const change = (means[1] - mean) / mean;
	return { change, low: change - half, high: change + half, half, deviation: deviation / mean };
}

/** Whether the groups differ from the planned `share` of the control group (a false alarm in 1 of 100 shops). */
function isSplitWrong({ control, model }, share) {
	const sessions = control.sessions + model.sessions;
	const deviation = Math.sqrt(share * (1 - share));
	const distance = Math.abs(control.sessions / sessions - share);
	return distance > deviation * widthOf(sessions, 0.01, 10_000);
}

/** The days until a difference of `change` can be seen, with `perDay` sessions a day. */
function daysUntil(change, deviation, perDay) {
	let [low, high] = [1, 2 ** 40];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (deviation * widthOf(middle) > change) low = middle;
		else high = middle;
	}
	return high / perDay;
}

/** What the page and the message say after `days`. The state is early, wrong, more, fewer or same. */
function resultOf(groups, days, share) {
	const { control, model } = groups;
	const [all, bought] = ['sessions', 'orders'].map((name) => control[name] + model[name]);
	if (isSplitWrong(groups, share))
		return { state: 'wrong', sentence: 'Do not trust this: the groups are not equally large.' };
	if (bought < 20 || control.orders <= 0 || model.orders <= 0)
		return { state: 'early', sentence: `Too early: ${bought} of at least 20 orders.` };
	const [orders, revenue] = ['orders', 'revenue'].map((name) => compareGroups(groups, name));
	const { low, high, half, deviation } = orders;
	const percent = (part) => `${Math.round(Math.abs(part) * 100)} %`;
	const between = (from, to) => `between ${percent(from)} and ${percent(to)}`;
	const end = (state, sentence) => ({ state, sentence, orders, revenue });
	if (low > 0) return end('more', `More orders with recommendations: ${between(low, high)} more.`);
	if (high < 0)
		return end('fewer', `Fewer orders with recommendations: ${between(high, low)} fewer.`);
	const most = percent(Math.max(-low, high));
	if (half <= 0.1) return end('same', `No difference larger than ${most} in either direction.`);
	const time = timeOf(daysUntil(0.1, deviation, all / days) - days);
	const soon = percent(deviation * widthOf((all / days) * (days + 30)));
	const [tooEarly, inAMonth] = [
		`Too early: about ${time} more at this rate to see a difference of 10 %.`,
		`In 30 days, you could see a difference of ${soon} or more.`,
	];
	return end('early', `${tooEarly} ${inAMonth}`);
}

function timeOf(days) {
	const [number, unit] =
		days < 90 ? [days, 'day'] : days < 720 ? [days / 30, 'month'] : [days / 365, 'year'];
	const count = Math.max(1, Math.ceil(number));
	return `${count.toLocaleString('en')} ${unit}${count > 1 ? 's' : ''}`;
}
