import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { isNightly } from '../../support/nightly';
import { seeded } from '../../support/seeded-random';

interface Group {
	sessions: number;
	orders: number;
	orders_squared: number;
	revenue: number;
	revenue_squared: number;
}

interface Groups {
	readonly control: Group;
	readonly model: Group;
}

interface Interval {
	readonly low: number;
	readonly high: number;
	readonly deviation: number;
}

interface Formulas {
	readonly widthOf: (sessions: number, alpha?: number, best?: number) => number;
	readonly isSplitWrong: (groups: Groups, share: number) => boolean;
	readonly daysUntil: (change: number, deviation: number, perDay: number) => number;
	readonly resultOf: (
		groups: Groups,
		days: number,
		share: number,
	) => {
		readonly state: string;
		readonly sentence: string;
		readonly orders?: Interval;
		readonly revenue?: Interval;
	};
}

const file = path.resolve(__dirname, '../../../examples/src/health/experiment.js');
const names = 'return { widthOf, isSplitWrong, daysUntil, resultOf };';
const source = compileFunction(`${readFileSync(file, 'utf8')}
${names}`);
const formulas: Formulas = Object(Reflect.apply(source, undefined, []));
const { widthOf, isSplitWrong, daysUntil, resultOf } = formulas;

const group = (sessions: number, orders: number, value = 50): Group => ({
	...{ sessions, orders, orders_squared: orders },
	...{ revenue: orders * value, revenue_squared: orders * value ** 2 },
});
const groups = (control: Group, model: Group): Groups => ({ control, model });
const sentence = (all: Groups, days = 30) => resultOf(all, days, 0.5).sentence;

describe('the result of an experiment', () => {
	test('has the width that the source of the formula has', () => {
		// By hand: N rho² = 7.937 for N = N*, sqrt(2 * 8.937 / 7.937 / 50,000 * ln(sqrt(8.937) / 0.05))
		expect(widthOf(50_000)).toBeCloseTo(0.013_572, 5);
		expect(widthOf(20_000, 0.01, 10_000)).toBeCloseTo(0.025_425, 5);
		for (const sessions of [100, 5000, 1e6])
			expect(widthOf(sessions)).toBeGreaterThan(1.96 / Math.sqrt(sessions));
	});

	test('is one of five sentences', () => {
		expect(sentence(groups(group(1000, 9), group(1000, 10)))).toBe(
			'Too early: 19 of at least 20 orders.',
		);
		expect(sentence(groups(group(3000, 90), group(3000, 99)))).toMatch(
			/^Too early: about \d+ (months|years) more at this rate to see a difference of 10 %\. In 30 days, you could see a difference of \d+ % or more\.$/,
		);
		expect(sentence(groups(group(50_000, 1500), group(50_000, 1750)))).toMatch(
			/^More orders with recommendations: between \d+ % and \d+ % more\.$/,
		);
		expect(sentence(groups(group(50_000, 1750), group(50_000, 1500)))).toMatch(
			/^Fewer orders with/,
		);
		expect(sentence(groups(group(300_000, 9000), group(300_000, 9010)))).toBe(
			'No difference larger than 5 % in either direction.',
		);
		expect(sentence(groups(group(48_000, 1500), group(52_000, 1500)))).toBe(
			'Do not trust this: the groups are not equally large.',
		);
		// As planned, one visitor of ten is in the control group.
		expect(resultOf(groups(group(10_000, 300), group(90_000, 2700)), 30, 0.1).state).not.toBe(
			'wrong',
		);
	});

	test('says how long it takes as the interval says it', () => {
		const { orders } = resultOf(groups(group(30_000, 900), group(30_000, 900)), 30, 0.5);
		const days = daysUntil(0.1, orders?.deviation ?? 0, 2000);
		expect(days).toBeGreaterThan(45);
		expect(days).toBeLessThan(70);
		expect((orders?.deviation ?? 0) * widthOf(days * 2000)).toBeCloseTo(0.1, 4);
	});

	test('waits if a group has no order, and if refunds exceed the orders', () => {
		expect(resultOf(groups(group(500, 0), group(500, 30)), 30, 0.5).state).toBe('early');
		expect(resultOf(groups(group(500, 30), group(500, 0)), 30, 0.5).state).toBe('early');
	});
});

/** A number with the mean 0 and the standard deviation 1. */
const normal = (random: () => number) =>
	Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How many of `size` sessions do what each does with the probability `rate`. */
function binomial(size: number, rate: number, random: () => number): number {
	let [count, session] = [-1, 0];
	for (; session <= size; count++)
		session += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - rate));
	return count;
}

interface Shop {
	readonly perDay?: number;
	readonly share?: number;
	readonly control?: number;
	readonly model?: number;
	readonly isSplitOnly?: boolean;
}

/** What the owner of a shop sees on each of its days. Order values are log-normal, one is 50 times the mean. */
function* daysOf(shop: Shop, days: number, random: () => number): Generator<Groups> {
	const { perDay = 2000, share = 0.5, control = 0.03, model = 0.03, isSplitOnly = false } = shop;
	const all = groups(group(0, 0), group(0, 0));
	const great = Math.floor(random() * days);
	for (let day = 0; day < days; day++) {
		// Of so many sessions, a binomial number is as good as normal, and a hundred times slower.
		const spread = Math.sqrt(perDay * share * (1 - share));
		const size = Math.round(perDay * share + spread * normal(random));
		all.control.sessions += size;
		all.model.sessions += perDay - size;
		if (!isSplitOnly) {
			buy(all.control, binomial(size, control, random), random);
			buy(all.model, binomial(perDay - size, model, random), random);
			if (day === great) spend(random() < 0.5 ? all.control : all.model, 50);
		}
		yield all;
	}
}

function buy(one: Group, orders: number, random: () => number): void {
	one.orders += orders;
	one.orders_squared += orders;
	for (let order = 0; order < orders; order++) spend(one, Math.exp(normal(random) - 0.5));
}

function spend(one: Group, value: number): void {
	one.revenue += value;
	one.revenue_squared += value ** 2;
}

/** The first day of each shop that `isFound` holds on; Infinity without such a day. */
function firstDays(
	shops: number,
	shop: Shop,
	days: number,
	isFound: (all: Groups, day: number) => boolean,
) {
	const random = seeded(Number(process.env['FC_SEED'] ?? 1) + shops);
	return Array.from({ length: shops }, () => {
		let day = 0;
		for (const all of daysOf(shop, days, random)) if (isFound(all, (day += 1))) return day;
		return Infinity;
	}).sort((a, b) => a - b);
}

const part = (days: readonly number[]) => days.filter(Number.isFinite).length / days.length;
const isOutside = ({ low, high }: Interval) => low > 0 || high < 0;
const write = (text: string) => isNightly && console.log(text);

describe('owners who look every day', () => {
	const [shops, lifted] = isNightly ? [2000, 500] : [40, 20];

	test.each([100, 500, 2000])(
		'see no false difference with %d sessions a day',
		(perDay) => {
			const [sentences, revenue] = [
				firstDays(shops, { perDay }, 60, (all, day) =>
					['more', 'fewer'].includes(resultOf(all, day, 0.5).state),
				),
				firstDays(shops, { perDay }, 60, (all, day) => {
					const result = resultOf(all, day, 0.5);
					return result.revenue !== undefined && isOutside(result.revenue);
				}),
			].map(part);
			write(`${perDay} sessions a day: orders ${sentences}, revenue ${revenue}`);
			expect(sentences).toBeLessThanOrEqual(0.05);
			expect(revenue).toBeLessThanOrEqual(0.05);
		},
		600_000,
	);

	test('find a lift from 3.0 to 3.3 % about when a fixed test of 53 days would', () => {
		const days = firstDays(
			lifted,
			{ model: 0.033 },
			150,
			(all, day) => resultOf(all, day, 0.5).state === 'more',
		);
		const [median, most] = [days[Math.floor(lifted / 2)], days[Math.floor(lifted * 0.8)]];
		write(`lift: median ${median} days, 80 % after ${most} days`);
		expect(median).toBeLessThan(65);
		expect(part(days)).toBeGreaterThan(0.9);
	}, 600_000);

	test('are told that the groups are not equally large', () => {
		const shop = { isSplitOnly: true };
		const isWrong = (all: Groups) => isSplitWrong(all, 0.5);
		const [bad, good] = [
			part(firstDays(shops, { ...shop, share: 0.52 }, 10, isWrong)),
			part(firstDays(shops, shop, isNightly ? 365 : 60, isWrong)),
		];
		write(`52 : 48 told within ten days: ${bad}; 50 : 50 told ever: ${good}`);
		expect(bad).toBeGreaterThanOrEqual(0.95);
		expect(good).toBeLessThanOrEqual(0.01);
	}, 600_000);
});
