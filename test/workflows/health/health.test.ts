import { DateTime } from 'luxon';
import {
	codeNode,
	itemsOf,
	parametersOf,
	renderedTemplate,
} from '../../support/workflows/code-node';
import { contrast } from '../../support/browser/contrast';

const count = codeNode('health.json', 'Count Figures');
const check = codeNode('health.json', 'Check Figures');

const hour = 3_600_000;
const hoursAgo = (hours: number) => Date.now() - hours * hour;
const settings = { max_percent: 10, max_catalog_hours: 48, control_percent: 50 };

interface Fact {
	readonly state: 'good' | 'problem' | 'nothing';
	readonly fact: string;
	readonly todo?: string;
}

function figures(
	health: readonly object[],
	orders: readonly object[] = [],
	clicks: readonly object[] = [],
	experiment: readonly object[] = [],
) {
	const nodes = {
		'Your Shop': itemsOf(settings),
		'Read Health': itemsOf(...health),
		'Read Orders': itemsOf({}, ...orders),
		'Read Clicks': itemsOf({}, ...clicks),
		'Read Experiments': itemsOf({}, ...experiment),
	};
	const rows = count({ nodes });
	const [first = {}] = rows;
	const facts: readonly Fact[] = Object(first['facts']);
	const ofState = (state: Fact['state']) =>
		facts.filter((each) => each.state === state).map(({ fact }) => fact);
	const page = renderedTemplate('health.json', 'Send Page', { $json: first });
	const message: unknown = renderedTemplate('health.json', 'Send Message', { $json: first });
	return {
		...{ rows, page: String(page), text: String(Object(message).text) },
		...{ problems: ofState('problem'), good: ofState('good'), nothing: ofState('nothing') },
	};
}

const answer = (hours: number, bestsellers: number, reason = '') => ({
	...{ kind: 'answer', at: hoursAgo(hours), answers: 1, bestsellers, reason },
});

/** Orders with two lines each. */
const ordersOf = (number: number, row: object) =>
	Array.from({ length: 2 * number }, (_, index) => ({
		...{ shop: 's', order_id: String(index >> 1), line_id: '1', event_name: 'purchase' },
		...{ bought_at: new Date(hoursAgo(3)).toISOString(), createdAt: new Date(hoursAgo(3)) },
		...{ state: 'accepted', anon_uid: 'v', ...row },
	}));

describe('the figures of a shop', () => {
	test('have no problem before there is anything, and in a shop without orders', () => {
		const empty = figures([]);
		expect([empty.problems, empty.good]).toEqual([[], []]);
		expect(empty.page).toMatch(/<strong>Next: upload your products<\/strong>.*Upload Catalog/s);
		expect(empty.page).not.toMatch(/role="img"|<h2>|class="facts"/);
		for (const rows of [[{}], [answer(1, 0)]]) {
			const { problems, nothing, rows: hours } = figures(rows);
			expect(problems).toEqual([]);
			expect(hours).toHaveLength(3);
			expect(nothing).toContain('No orders of the last 7 days.');
		}
	});

	test('say what to do next, until visitors, orders and recommendations are connected', () => {
		const today = DateTime.now().startOf('day').toMillis();
		const visits = { kind: 'events', at: today, views: 20, carts: 3 };
		const bannerOf = (...parts: Parameters<typeof figures>) =>
			/<strong>(.*?)<\/strong><span>(.*?)<\/span>/.exec(figures(...parts).page)?.slice(1);
		const catalog = { kind: 'catalog', name: 's', at: today, products: 20 };
		const nextStep = (step: string, node: string): unknown => [
			`Next: ${step}`,
			expect.stringMatching(`^What is connected works\\. .*<b>${node}</b>\\.?`),
		];
		const [order, click] = [ordersOf(4, {}), { ...visits, clicks: 5 }];
		expect(bannerOf([click])).toEqual(nextStep('upload your products', 'Upload Catalog'));
		const views = nextStep('receive what visitors do', 'Receive Events');
		expect(bannerOf([answer(1, 0)])).toEqual(views);
		expect(bannerOf([catalog, click])).toEqual(nextStep('send your orders', 'Send Events'));
		const boxes = nextStep('show recommendations', 'Receive Question');
		expect(bannerOf([catalog, visits], order)).toEqual(boxes);
		const { page } = figures([catalog, visits], order);
		expect(page.match(/<b>(Done|Next|Later)<\/b>/g)).toHaveLength(4);
		expect(page.match(/<a /g)).toHaveLength(1);
		// Recommendations that nobody clicked yet, and orders of three weeks ago.
		const isDone = bannerOf([visits, answer(1, 0)], order);
		expect(isDone?.[1]).toBe('You do not have to do anything.');
		const old = ordersOf(4, { bought_at: new Date(hoursAgo(21 * 24)).toISOString() });
		expect(bannerOf([catalog, click], old)?.[1]).toBe('You do not have to do anything.');
		expect(figures([visits]).text).toMatch(/^Kainic: everything that is connected works\./);
		expect(figures([catalog, click], order).text).toMatch(/^Kainic: everything works\./);
		expect(bannerOf([catalog, click], order)).toEqual([
			'Everything works',
			'You do not have to do anything.',
		]);
		expect(figures([click]).page).toMatch(/<strong>20<\/strong> <span class="soft">today</);
	});

	test('have a problem if order runs met a run that had not ended for more than half an hour', () => {
		const progress = { event_name: 'progress', bought_at: '9999', shop: 's' };
		const waitingOf = (waiting: number | null) => figures([], [{ ...progress, waiting }]);
		expect(waitingOf(null).problems).toEqual([]);
		expect(waitingOf(3).good).toEqual([expect.stringMatching(/^3 runs in a row of the order wor/)]);
		expect(waitingOf(7).problems).toEqual([expect.stringMatching(/^7 runs in a row/)]);
	});

	test('do not show the reason of a question that was not valid', () => {
		const stranger = { ...answer(1, 0, 'BUY http://evil'), answers: 0 };
		const { text } = figures([stranger, answer(1, 1, 'no key')]);
		expect(text).toMatch(/1 of 1 requests .* were answered with bestsellers: no key\./);
	});

	test('have a problem if more than a tenth of the visitors got bestsellers, and still do', () => {
		const good = Array.from({ length: 18 }, () => answer(1, 0));
		const say = /^3 of 21 requests .* were answered with bestsellers: no key\.$/;
		const bad = [...good, answer(1, 1, 'no key.\nEnter one.'), answer(1, 1, 'b'), answer(0, 1)];
		expect(figures(bad).problems).toEqual([expect.stringMatching(say)]);
		expect(figures(bad).page).toMatch(/<strong>1 problem<\/strong>.*What to do: Enter one\./s);
		expect(figures(bad).text).toMatch(/^Kainic: 1 problem\.\n- 3 of .* What to do: Enter one\.\n/);
		expect(figures([...good, answer(1, 1), answer(1, 1)]).problems).toEqual([]);
		const before = [5, 6, 7].map((hours) => answer(hours, 1, 'no key'));
		expect(figures([...good, ...before]).problems).toEqual([]);
		expect(figures([...good, ...before]).text).toMatch(/3 of 21 requests/);
		const yesterday = [25, 26, 27].map((hours) => answer(hours, 1));
		expect(figures([...good, ...yesterday]).good[0]).toMatch(/^All 18 requests/);
	});

	test.each([
		[
			{ state: 'no_visitor', anon_uid: null },
			'4 of 4 orders of the last 7 days have no visitor ID.',
		],
		[{ state: 'accepted', anon_uid: '7', uid: '7' }, '4 of 4 orders of the last 7 days have no'],
		[{ state: 'open' }, '8 of 8 order events of the last 2 weeks are more than an hour late'],
		[{ state: 'refused' }, '8 of 8 order events of the last 2 weeks are more than an hour late'],
	])('have a problem if the orders have %j', (row, says) => {
		expect(figures([], ordersOf(4, row)).problems).toEqual([expect.stringContaining(says)]);
		expect(figures([], ordersOf(4, {})).problems).toEqual([]);
	});

	test('have a problem if a posted order was refused, until the shop posts it again', () => {
		const refusal = (hours: number, order_id: string | null) => ({
			...{
				event_name: 'refusal',
				shop: 's',
				order_id,
				state: 'done',
				posted: 'lines must be a list.',
			},
			bought_at: new Date(hoursAgo(hours)).toISOString(),
		});
		const { problems, text } = figures(
			[],
			[refusal(2, 'A-7'), refusal(1, 'A-7'), ...ordersOf(4, {})],
		);
		expect(problems).toEqual([
			'1 of 5 orders of the last 7 days were refused by order-events-webhook: lines must be a list.',
		]);
		expect(text).toContain('4 orders of the last 7 days have a visitor ID');
		expect(figures([], [refusal(1, '3'), ...ordersOf(4, {})]).problems).toEqual([]);
		expect(figures([], [refusal(24 * 8, 'A-7')]).problems).toEqual([]);
		const corrected = { ...refusal(1, 'A-7'), state: 'corrected' };
		expect(figures([], [corrected, ...ordersOf(4, {})]).problems).toEqual([]);
		expect(figures([], [refusal(1, 'A-7'), refusal(2, 'A-8')]).problems[0]).toMatch(
			/^2 of 2 orders/,
		);
	});

	test('show the newest state of each order and the newest refusal, although the newest rows come first', () => {
		const before = ordersOf(4, { state: 'no_visitor', anon_uid: null });
		expect(figures([], [...ordersOf(4, {}), ...before]).problems).toEqual([]);
		const refusal = (order_id: string, posted: string) => ({
			...{ event_name: 'refusal', shop: 's', order_id, state: 'done', posted },
			bought_at: new Date(hoursAgo(1)).toISOString(),
		});
		const { problems } = figures([], [refusal('A-8', 'second.'), refusal('A-7', 'first.')]);
		expect(problems[0]).toMatch(/second\.$/);
	});

	test('do not blame the shop for the visitors that were forgotten', () => {
		const forgotten = { state: 'forgotten', anon_uid: null, uid: null };
		expect(figures([], ordersOf(4, forgotten)).problems).toEqual([]);
	});

	test('count an order once, and leave out what is not an event', () => {
		const progress = { event_name: 'progress', state: 'open', createdAt: new Date(hoursAgo(99)) };
		const { text, problems } = figures([], [...ordersOf(4, {}), progress]);
		expect(text).toContain('All 4 orders');
		expect(problems).toEqual([]);
	});

	test.each([
		[{ at: hoursAgo(47) }, []],
		[
			{ at: hoursAgo(49.5) },
			['The catalog of a has 5,000 products and is 49 hours old (at most 48).'],
		],
		[{ at: 0, createdAt: new Date(hoursAgo(1)) }, []],
		[{ at: null, createdAt: new Date(hoursAgo(72)) }, ['The catalog of a was never uploaded.']],
	])('with the catalog %j have the problems %j', (row, problems) => {
		const shown = figures([{ kind: 'catalog', name: 'a', products: 5000, ...row }]);
		expect(shown.problems).toEqual(problems);
		const advice = /What to do: In n8n, open your catalog workflow and click Executions\./;
		expect(advice.test(shown.page)).toBe(problems.length > 0);
		const other = '<p class="soft">If you do not use this catalog any more, delete its row';
		expect(shown.page.includes(other)).toBe(problems.length > 0);
	});

	test('have a problem if the pages of the shop have other IDs than the catalog', () => {
		const reason = '3 of the 4 products viewed last, for example 17, 18, 19';
		const row = { kind: 'catalog', name: 'a', products: 5000, at: hoursAgo(1), reason };
		const { problems, page } = figures([row]);
		expect(problems).toEqual([
			`The catalog of a has 5,000 products and is 1 hour old. It does not have ${reason}.`,
		]);
		expect(page).toMatch(/What to do: The pages of your shop and your catalog need the same IDs\./);
	});

	test.each([
		[[1, 2, 3, 4, 5, 6, 7], ['There were no views yesterday.']],
		[[4, 5, 6, 7], ['There were no views yesterday.']],
		// A shop that is closed on this day of the week.
		[[1, 2, 3, 4, 5, 6], []],
		// A new shop.
		[[6, 7], []],
		[[0, 1, 2, 3, 4, 5, 6, 7], []],
	])('of a shop with views %j days before yesterday have the problems %j', (days, problems) => {
		const noon = DateTime.now().startOf('day').plus({ hours: 12 });
		const rows = days.map((ago) => {
			return { kind: 'hour', at: noon.minus({ days: ago + 1 }).toMillis(), views: 9 };
		});
		expect(figures(rows).problems).toEqual(problems);
	});

	test('keep the sum of an hour, and trust its single rows if a run was stopped', () => {
		const start = hoursAgo(2) - (hoursAgo(2) % hour);
		const sum = { kind: 'hour', at: start, answers: 7, bestsellers: 1, views: 3, reason: 'x' };
		const single = [1, 2].map((more) => ({ ...answer(0, 0), at: start + more }));
		const saved = (rows: readonly object[]) => figures(rows).rows.find(({ at }) => at === start);
		expect(saved([sum])).toMatchObject({ answers: 7, bestsellers: 1, views: 3, reason: 'x' });
		// Two runs at once saved the hour twice.
		expect(saved([sum, sum])).toMatchObject({ answers: 7, views: 3 });
		expect(saved([sum, ...single])).toMatchObject({ answers: 2, bestsellers: 0, views: 0 });
		const old = { kind: 'hour', at: start - 99 * hour, views: 3 };
		expect(figures([old]).rows).toHaveLength(3);
		const viewed = [['9', 1] as const, ['17', 1] as const, ['', 0] as const].map(
			([name, views], index) => ({ kind: 'events', at: start + index, name, views }),
		);
		expect(saved(viewed)).toMatchObject({ views: 2, name: '17' });
		expect(saved([{ ...sum, name: '17' }])).toMatchObject({ name: '17' });
		const current = { ...answer(0, 0), at: Date.now() };
		expect(figures([current]).rows.every(({ answers }) => answers === 0)).toBe(true);
	});

	test('show each day beside the same day of the week before, and today by itself', () => {
		const noon = DateTime.now().startOf('day');
		const rows = Array.from({ length: 15 }, (_, ago) => ({
			...{ kind: 'hour', at: noon.minus({ days: ago }).toMillis(), views: 1000 + ago },
		}));
		const { page, text } = figures(rows);
		// 1001 to 1007, and 1008 to 1014 in the week before.
		expect(page).toMatch(
			/<strong>7,028<\/strong> [^<]*<span[^>]*>in the 7 days before today, 1 % fewer/,
		);
		const yesterday = noon.minus({ days: 1 }).toFormat('cccc d LLLL');
		expect(page).toContain(`${yesterday}: 1,001, in the week before 1,008`);
		expect(page.match(/<rect class="so-far" x=/g)).toHaveLength(1);
		expect(text).toContain('In the 7 days before today: 7,028 views, 0 carts, 0 orders, 0 clicks.');
	});

	test('have no line in the first week, because nothing is known of the week before', () => {
		const viewed = (days: number) => {
			const at = DateTime.now().startOf('day').minus({ days }).toMillis();
			const { page } = figures([{ kind: 'hour', at, views: 5 }]);
			return page.match(/<line class="line" x1="[\d.]+%/g)?.length ?? 0;
		};
		expect([0, 1, 6, 7, 8].map(viewed)).toEqual([0, 0, 0, 7, 7]);
	});

	test('escape everything that Kainic or a shop sent', () => {
		const evil = `<script>alert("1")</script> 'x' & @all`;
		const catalog = { kind: 'catalog', name: evil, at: hoursAgo(1), products: evil };
		const click = { at: hoursAgo(1), source: evil, kainic_exp_id: evil };
		const order = { ...ordersOf(1, {})[0], currency: evil, price: 1, quantity: 1, item_id: 'i' };
		const clicked = { ...click, at: hoursAgo(4), anon_uid: 'v', item_id: 'i' };
		const { page, text } = figures([answer(0, 1, evil), catalog], [order], [click, clicked]);
		expect(page).not.toMatch(/<script|"1"/);
		expect(page).toContain('&#60;script&#62;alert(&#34;1&#34;)');
		expect(text).not.toMatch(/[<>@]/);
	});
});

/** The rows of an experiment of so many days, the last of them before `ago` days. */
const tested = (
	id: string,
	orders: readonly [control: number, model: number],
	days = 30,
	ago = 0,
) =>
	Array.from({ length: 2 * days }, (_, index) => {
		const count = orders[index % 2] ?? 0;
		return {
			...{ id: index, kainic_exp_id: id, group: index % 2 === 0 ? 'control' : 'model' },
			day: DateTime.now()
				.minus({ days: ago + (index >> 1) })
				.toISODate(),
			...{ sessions: 2000, orders: count, orders_squared: count, currency: 'EUR' },
			...{ revenue: count * 50, revenue_squared: count * 2500, fallbacks: 20, in_both: 100 },
		};
	});

describe('an experiment', () => {
	const pageOf = (...rows: object[]) => figures([], [], [], rows);

	test('is in the page and the message with its sentence, and with both groups', () => {
		const { page, text } = pageOf(...tested('home', [60, 72]));
		const says = /More orders with recommendations: between \d+ % and \d+ % more\./;
		expect(page.replaceAll('&nbsp;', ' ')).toMatch(says);
		expect(text).toMatch(new RegExp(`Experiment home: ${says.source}`));
		expect(page).toMatch(/With recommendations<.*>60,000<.*>2,160<.*>3\.60 %<.*>1\.80 EUR</);
		expect(page).toMatch(/Without<.*>60,000<.*>1,800<.*>3\.00 %<.*>1\.50 EUR</);
		expect(page).toContain('Orders: +20 %');
		expect(page).toContain('1 % of the sessions with recommendations got bestsellers');
		expect(page).toContain('5 % of the sessions are of visitors who had sessions in both groups');
	});

	test('has no picture if it is too early, and if its groups are not equally large', () => {
		const early = pageOf(...tested('home', [1, 1], 2)).page;
		expect(early).toContain('Too early: 4 of at least 20 orders.');
		const rows = tested('home', [60, 72]);
		const wrong = pageOf(...rows.map((row) => (row.id % 2 ? row : { ...row, sessions: 1800 })));
		expect(wrong.page).toContain('Do not trust this: the groups are not equally large.');
		for (const page of [early, wrong.page]) expect(page).not.toContain('compared with without');
		expect(pageOf(...rows.slice(0, 1)).page).toContain('Do not trust this');
	});

	test('stays for a month, next to other experiments, and escapes its name', () => {
		const evil = tested('<b>', [60, 60], 1, 29);
		const { page, text } = pageOf(...tested('old', [60, 72], 3, 31), ...evil);
		expect(page).toContain('Experiment &#60;b&#62;');
		expect(page).not.toContain('Experiment old');
		expect(text).not.toMatch(/[<>]/);
		expect(pageOf().page).not.toContain('Do recommendations sell more?');
	});
});

test('a problem makes the hourly run red, and neither the page nor the message', () => {
	const fact = (state: string) => ({ state, fact: `${state}.`, todo: 'Look.' });
	const nodes = { 'Count Figures': itemsOf({ facts: [fact('good'), fact('problem')] }) };
	// n8n keeps only the first line of an error.
	expect(() => check({ nodes: { ...nodes, 'Every Hour': itemsOf({}) } })).toThrow(
		/^problem. Look.$/,
	);
	expect(check({ nodes: { ...nodes, 'Every Monday': itemsOf({}) } })).toHaveLength(1);
	expect(check({ nodes })).toEqual([]);
	const good = { 'Count Figures': itemsOf({ facts: [fact('good'), fact('nothing')] }) };
	expect(check({ nodes: { ...good, 'Every Hour': itemsOf({}) } })).toEqual([]);
});

/** The colours of the page by name, in light and dark. */
const palettes = [
	...String(parametersOf('health.json', 'Send Page')['responseBody']).matchAll(
		/:root \{ (.*?) \}/g,
	),
].map(([, rules = '']) =>
	Object.fromEntries(
		[...rules.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name, value]) => [name, value]),
	),
);

test.each(palettes)('what the page shows can be seen (%#)', (palette) => {
	const of = (name: string) => palette[name] ?? '';
	const surfaces = ['page', 'card', 'calm-back'];
	for (const surface of surfaces) {
		for (const text of ['text', 'soft', 'link'])
			expect([text, surface, contrast(of(text), of(surface)) >= 4.5]).toEqual([
				text,
				surface,
				true,
			]);
	}
	for (const state of ['bad', 'good'])
		for (const surface of ['card', `${state}-back`])
			expect([state, surface, contrast(of(state), of(surface)) >= 4.5]).toEqual([
				state,
				surface,
				true,
			]);
	for (const shape of ['bar', 'line']) expect(contrast(of(shape), of('card'))).toBeGreaterThan(3);
});

test('the page has a palette for light and one for dark', () => expect(palettes).toHaveLength(2));
