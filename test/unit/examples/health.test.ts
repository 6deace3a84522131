import { DateTime } from 'luxon';
import { codeNode, itemsOf } from './code-node';

const count = codeNode('health.json', 'Count Figures');
const check = codeNode('health.json', 'Check Figures');

const hour = 3_600_000;
const hoursAgo = (hours: number) => Date.now() - hours * hour;
const settings = { max_percent: 10, max_catalog_hours: 48 };

function figures(health: readonly object[], orders: readonly object[] = []) {
	const nodes = {
		'Your Shop': itemsOf(settings),
		'Read Health': itemsOf(...health),
		'Read Orders': itemsOf({}, ...orders),
	};
	const rows = count({ nodes });
	const [{ page, text, problems } = {}] = rows;
	return { rows, page: String(page), text: String(text), problems: String(problems) };
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
		for (const rows of [[], [{}], [answer(1, 0)]]) {
			const { problems, page, rows: hours } = figures(rows);
			expect(problems).toBe('');
			expect(page.match(/<svg/g)).toHaveLength(4);
			expect(hours).toHaveLength(3);
			expect(page).toContain('<p class="none">7 days: 0 of 0 orders had no visitor ID.</p>');
			expect(page).toContain('<p class="none">No catalog was uploaded.</p>');
		}
	});

	test('do not show the reason of a question that was not valid', () => {
		const stranger = { ...answer(1, 0, 'BUY http://evil'), answers: 0 };
		const { text } = figures([stranger, answer(1, 1, 'no key')]);
		expect(text).toContain('1 of 1 visitors got bestsellers: no key');
	});

	test('have a problem if more than a tenth of the visitors got bestsellers, and still do', () => {
		const good = Array.from({ length: 18 }, () => answer(1, 0));
		const say = /^24 hours: 3 of 21 visitors got bestsellers: no key$/;
		expect(
			figures([...good, answer(1, 1, 'no key'), answer(1, 1, 'b'), answer(0, 1)]).problems,
		).toMatch(say);
		expect(figures([...good, answer(1, 1), answer(1, 1)]).problems).toBe('');
		const before = [5, 6, 7].map((hours) => answer(hours, 1, 'no key'));
		expect(figures([...good, ...before]).problems).toBe('');
		expect(figures([...good, ...before]).text).toMatch(/3 of 21 visitors/);
		expect(figures([...good, ...[25, 26, 27].map((hours) => answer(hours, 1))]).text).toMatch(
			/ 0 of 18/,
		);
	});

	test.each([
		[{ state: 'no_visitor', anon_uid: null }, 'had no visitor ID'],
		[{ state: 'accepted', anon_uid: '7', uid: '7' }, 'had no visitor ID'],
		[{ state: 'open' }, '8 order events wait for Kainic'],
		[{ state: 'refused' }, 'Kainic refused 8.'],
	])('have a problem if the orders have %j', (row, says) => {
		expect(figures([], ordersOf(4, row)).problems).toContain(says);
		expect(figures([], ordersOf(4, {})).problems).toBe('');
	});

	test('do not blame the shop for the visitors that were forgotten', () => {
		const forgotten = { state: 'forgotten', anon_uid: null, uid: null };
		expect(figures([], ordersOf(4, forgotten)).problems).toBe('');
	});

	test('count an order once, and leave out what is not an event', () => {
		const progress = { event_name: 'progress', state: 'open', createdAt: new Date(hoursAgo(99)) };
		const { text, problems } = figures([], [...ordersOf(4, {}), progress]);
		expect(text).toContain(' 4 orders');
		expect(problems).toBe('');
	});

	const advice = ' If you do not use it any more, delete its row in Kainic health.';

	test.each([
		[{ at: hoursAgo(47) }, ''],
		[{ at: hoursAgo(49.5) }, `The catalog of a has 5 products and is 49 hours old.${advice}`],
		[{ at: 0, createdAt: new Date(hoursAgo(1)) }, ''],
		[
			{ at: null, createdAt: new Date(hoursAgo(72)) },
			`The catalog of a was never uploaded.${advice}`,
		],
	])('with the catalog %j have the problem "%s"', (row, problem) => {
		expect(figures([{ kind: 'catalog', name: 'a', products: 5, ...row }]).problems).toBe(problem);
	});

	test.each([
		[[1, 2, 3, 4, 5, 6, 7], 'There were no views yesterday.'],
		[[4, 5, 6, 7], 'There were no views yesterday.'],
		// A shop that is closed on this day of the week.
		[[1, 2, 3, 4, 5, 6], ''],
		// A new shop.
		[[6, 7], ''],
		[[0, 1, 2, 3, 4, 5, 6, 7], ''],
	])('of a shop with views %j days before yesterday have the problem "%s"', (days, problem) => {
		const noon = DateTime.now().startOf('day').plus({ hours: 12 });
		const rows = days.map((ago) => {
			return { kind: 'hour', at: noon.minus({ days: ago + 1 }).toMillis(), views: 9 };
		});
		expect(figures(rows).problems).toBe(problem);
	});

	test('keep the sum of an hour, and trust its single rows if a run was stopped', () => {
		const start = hoursAgo(2) - (hoursAgo(2) % hour);
		const sum = { kind: 'hour', at: start, answers: 7, bestsellers: 1, views: 3, reason: 'x' };
		const single = [1, 2].map((more) => ({ ...answer(0, 0), at: start + more }));
		const saved = (rows: readonly object[]) => figures(rows).rows.find(({ at }) => at === start);
		expect(saved([sum])).toMatchObject({ answers: 7, bestsellers: 1, views: 3, reason: 'x' });
		expect(saved([sum, ...single])).toMatchObject({ answers: 2, bestsellers: 0, views: 0 });
		const old = { kind: 'hour', at: start - 99 * hour, views: 3 };
		expect(figures([old]).rows).toHaveLength(3);
		const current = { ...answer(0, 0), at: Date.now() };
		expect(figures([current]).rows.every(({ answers }) => answers === 0)).toBe(true);
	});

	test('escape everything that Kainic or a shop sent', () => {
		const evil = `<script>alert("1")</script> 'x' & @all`;
		const catalog = { kind: 'catalog', name: evil, at: hoursAgo(1), products: evil };
		const { page, text } = figures([answer(0, 1, evil), catalog]);
		expect(page).not.toMatch(/<script|"1"/);
		expect(page).toContain('&#60;script&#62;alert(&#34;1&#34;)');
		expect(text).not.toMatch(/[<>@]/);
	});
});

test('a problem makes the hourly run red, and neither the page nor the message', () => {
	const nodes = { 'Count Figures': itemsOf({ problems: 'Old.', text: 'All.' }) };
	const hourly = (problems: string) =>
		check({ nodes: { 'Count Figures': itemsOf({ problems }), 'Every Hour': itemsOf({}) } });
	// n8n keeps only the first line of an error.
	expect(() => hourly('Old.\nNo orders.')).toThrow(/^Old. No orders.$/);
	expect(check({ nodes: { ...nodes, 'Every Monday': itemsOf({}) } })).toEqual([{ text: 'All.' }]);
	expect(check({ nodes })).toEqual([]);
	const good = { 'Count Figures': itemsOf({ problems: '', text: 'All.' }) };
	expect(check({ nodes: { ...good, 'Every Hour': itemsOf({}) } })).toEqual([]);
});
