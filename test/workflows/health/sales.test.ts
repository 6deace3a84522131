import { DateTime } from 'luxon';
import { seeded } from '../../support/seeded-random';
import {
	codeNode,
	itemsOf,
	parametersOf,
	renderedTemplate,
} from '../../support/workflows/code-node';

const countFigures = codeNode('health.json', 'Count Figures');

const [minute, day] = [60_000, 86_400_000];
const now = Date.now();
const mondayOf = (at: number) => DateTime.fromMillis(at).startOf('week').toMillis();
const firstMonday = DateTime.now().startOf('week').minus({ weeks: 4 }).toMillis();

/** What somebody who watched the visitors would write down for a week and a source. */
interface Account {
	clicks: number;
	orders: number;
	/** In cents, by currency. */
	readonly revenue: Map<string, number>;
}

interface Line {
	readonly at: number;
	readonly visitor: string | null;
	readonly item: string;
	readonly units?: number;
	/** Units that the customer gave back. */
	readonly back?: number;
	readonly cents?: number | null;
	readonly currency?: string | null;
	readonly state?: string;
	readonly parent?: string | null;
	/** The order of another line. */
	readonly order?: string;
}

const sources = {
	Kainic: { source: 'kainic', kainic_exp_id: '' },
	Bestsellers: { source: 'bestsellers', kainic_exp_id: '' },
	'Kainic (home)': { source: 'kainic', kainic_exp_id: 'home' },
	'Control group (home)': { source: 'control', kainic_exp_id: 'home' },
	Other: { source: '', kainic_exp_id: '' },
};
type Source = keyof typeof sources;

/** The data tables of a shop, and the truth about it. */
function emptyShop() {
	const [clicks, rows]: [object[], object[]] = [[], []];
	const truth = new Map<string, Account>();
	const account = (source: Source, at: number): Account => {
		const key = `${mondayOf(at)} ${source}`;
		const found = truth.get(key) ?? { clicks: 0, orders: 0, revenue: new Map() };
		truth.set(key, found);
		return found;
	};
	return {
		...{ clicks, rows, truth },
		click: (source: Source, at: number, anon_uid: string, item_id: string, parent_id = '') => {
			const id = clicks.length + 1;
			clicks.push({ ...sources[source], id, at, anon_uid, item_id, parent_id, type: 'similar' });
			account(source, at).clicks += 1;
		},
		/** Writes the rows of a line as an order workflow does, and returns the ID of its order. */
		buy: ({ at, visitor, item, units = 1, back = 0, cents = 1990, ...more }: Line): string => {
			const { currency = 'EUR', state = 'accepted', parent = null } = more;
			const order_id = more.order ?? `order-${rows.length}`;
			const line = {
				...{ shop: 's', order_id, line_id: `line-${rows.length}`, state, currency },
				...{ anon_uid: visitor, item_id: item, parent_id: parent },
				...{ bought_at: new Date(at).toISOString(), price: cents === null ? null : cents / 100 },
			};
			rows.push({ ...line, event_name: 'purchase', quantity: units });
			if (back > 0) rows.push({ ...line, event_name: 'refund', quantity: back });
			return order_id;
		},
		/** What the click of a source brought. */
		earn: (source: Source, at: number, orders: number, cents: number, currency = 'EUR') => {
			const { revenue, ...rest } = account(source, at);
			account(source, at).orders = rest.orders + orders;
			revenue.set(currency, (revenue.get(currency) ?? 0) + cents);
		},
	};
}

type Shop = ReturnType<typeof emptyShop>;

/** A visitor who clicked a product at a time. */
interface Visit {
	readonly shop: Shop;
	readonly source: Source;
	readonly visitor: string;
	readonly item: string;
	readonly at: number;
	/** Milliseconds, less than seven days. */
	readonly later: number;
}

/** What visitors do after a click, and what the rule of the page makes of it. */
const fates: ReadonlyArray<(visit: Visit) => void> = [
	() => undefined,
	() => undefined,
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later, visitor, item });
		shop.earn(source, at + later, 1, 1990);
	},
	({ shop, visitor, item, at }) => void shop.buy({ at: at - minute, visitor, item }),
	({ shop, source, visitor, item, at }) => {
		shop.buy({ at: at + 7 * day, visitor, item, currency: 'GBP', cents: 333, units: 3 });
		shop.earn(source, at + 7 * day, 1, 999, 'GBP');
	},
	({ shop, visitor, item, at }) => void shop.buy({ at: at + 7 * day + 1, visitor, item }),
	({ shop, visitor, item, at, later }) =>
		void shop.buy({ at: at + 7 * day + later, visitor, item }),
	({ shop, visitor, at, later }) => void shop.buy({ at: at + later, visitor, item: 'other' }),
	({ shop, item, at, later }) => void shop.buy({ at: at + later, visitor: 'nobody', item }),
	// The last click counts.
	({ shop, visitor, item, at, later }) => {
		shop.click('Bestsellers', at + later / 2, visitor, item);
		shop.buy({ at: at + later, visitor, item });
		shop.earn('Bestsellers', at + later, 1, 1990);
	},
	// A click after the order changes nothing.
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later / 2, visitor, item });
		shop.click('Bestsellers', at + later, visitor, item);
		shop.earn(source, at + later / 2, 1, 1990);
	},
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later, visitor, item, units: 3, back: 1 });
		shop.earn(source, at + later, 1, 2 * 1990);
	},
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later, visitor, item, units: 2, back: 2 });
		shop.earn(source, at + later, 0, 0);
	},
	// Two products in one order, in two currencies, and a third one that nobody clicked.
	({ shop, source, visitor, item, at, later }) => {
		shop.click(source, at, visitor, 'second');
		const order = shop.buy({ at: at + later, visitor, item });
		shop.buy({ at: at + later, visitor, item: 'second', order, currency: 'GBP', cents: 50 });
		shop.buy({ at: at + later, visitor, item: 'third', order });
		shop.earn(source, at + later, 1, 1990);
		shop.earn(source, at + later, 0, 50, 'GBP');
	},
	// The order has a variant of the product.
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later, visitor, item: `${item}-red`, parent: item });
		shop.earn(source, at + later, 1, 1990);
	},
	// Another variant of it.
	({ shop, source, visitor, at, later }) => {
		shop.click(source, at, visitor, 'shirt-red', 'shirt');
		shop.buy({ at: at + later, visitor, item: 'shirt-blue', parent: 'shirt' });
		shop.earn(source, at + later, 1, 1990);
	},
	({ shop, source, visitor, item, at, later }) => {
		shop.buy({ at: at + later, visitor, item, cents: 0, currency: null });
		shop.earn(source, at + later, 1, 0, '');
	},
	({ shop, visitor, item, at, later }) =>
		void shop.buy({ at: at + later, visitor, item, state: 'refused' }),
	({ shop, item, at, later }) =>
		void shop.buy({ at: at + later, visitor: null, item, state: 'no_visitor' }),
	// A bank transfer that never came, and one that came: the order on hold keeps its row.
	({ shop, visitor, item, at, later }) =>
		void shop.buy({ at: at + later, visitor, item, state: 'on_hold' }),
	({ shop, source, visitor, item, at, later }) => {
		const order = shop.buy({ at: at + later, visitor, item, state: 'on_hold' });
		shop.buy({ at: at + later, visitor, item, order });
		shop.earn(source, at + later, 1, 1990);
	},
];

/** Two thousand visitors in four weeks. */
function shopOf(seed: number): Shop {
	const shop = emptyShop();
	const random = seeded(seed);
	const pick = <Value>(list: readonly Value[]): Value | undefined =>
		list[Math.floor(random() * list.length)];
	for (let index = 0; index < 2_000; index += 1) {
		const at = Math.floor(firstMonday + random() * (now - firstMonday));
		const source = pick(Object.keys(sources).filter(isSource)) ?? 'Kainic';
		const visit = { shop, source, visitor: `v-${index}`, item: `p-${index % 7}`, at };
		shop.click(source, at, visit.visitor, visit.item);
		// All has happened by now.
		const isRecent = now - at < 15 * day;
		const most = isRecent ? (now - at) / 3 : 6 * day;
		const later = Math.floor(minute + random() * most);
		pick(isRecent ? fates.slice(0, 4) : fates)?.({ ...visit, later });
	}
	return shop;
}

const isSource = (name: string): name is Source => name in sources;

const money = ([currency, cents]: readonly [string, number]) =>
	`${(cents / 100).toLocaleString('en', { minimumFractionDigits: 2 })} ${currency}`.trim();

/** The truth as the table of the page says it: by week and source, without what came to nothing. */
function told({ truth }: Shop): string[] {
	return Array.from(truth, ([key, { clicks, orders, revenue }]) =>
		[key, clicks, orders, ...Array.from(revenue, money).sort()].join(' | '),
	).sort();
}

function figuresOf({ clicks, rows }: Shop) {
	const nodes = {
		'Your Shop': itemsOf({ max_percent: 10, max_catalog_hours: 48 }),
		'Read Health': itemsOf({}),
		'Read Orders': itemsOf({}, ...rows),
		'Read Clicks': itemsOf({}, ...clicks),
	};
	return countFigures({ nodes })[0] ?? {};
}

/** The rows of the table, each with the Monday of its week. */
function rowsOf(page: string): string[] {
	let monday = 0;
	return [...page.matchAll(/<tr>(.*?)<\/tr>/g)].flatMap(([, row = '']) => {
		const week = /rowgroup"[^>]*>(\d+ \w+) to /.exec(row)?.[1];
		if (week !== undefined) monday = DateTime.fromFormat(week, 'd LLLL').toMillis();
		const cells = [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell);
		const [name, clicks, orders, revenue = ''] = cells;
		if (orders === undefined || name === 'Recommended by') return [];
		const sums = [...revenue.matchAll(/<span>(.*?)<\/span>/g)].map(([, sum = '']) => sum.trim());
		return [[`${monday} ${name}`, clicks, orders, ...sums.sort()].join(' | ')];
	});
}

test.each([1, 2, 3])('the figures of a shop of 2,000 visitors are the truth (seed %i)', (seed) => {
	const shop = shopOf(seed);
	const sales: ReadonlyArray<Record<string, unknown>> = Object(figuresOf(shop)['sales']);
	const shown = sales.map(({ monday, name, clicks, orders, revenue }) => {
		const sums: ReadonlyArray<[string, number]> = Object(revenue);
		const cents = sums.map(([currency, sum]) => money([currency, Math.round(sum * 100)]));
		return [`${String(monday)} ${String(name)}`, clicks, orders, ...cents.sort()].join(' | ');
	});
	expect(shown.sort()).toEqual(told(shop));
	expect(shown.length).toBeGreaterThan(10);
});

test('the page and the message of a Monday say the same', () => {
	const shop = shopOf(4);
	const $json = figuresOf(shop);
	// What came to nothing has no sum.
	const truth = told(shop).map((row) => row.replaceAll(/ \| 0\.00( [A-Z]+)?/g, ''));
	expect(rowsOf(String(renderedTemplate('health.json', 'Send Page', { $json }))).sort()).toEqual(
		truth,
	);
	const message: unknown = renderedTemplate('health.json', 'Send Message', { $json });
	const monday = DateTime.now().startOf('week').minus({ weeks: 1 }).toMillis();
	const lastWeek = truth.filter((row) => row.startsWith(String(monday)));
	const lines = String(Object(message).text).split('\n');
	expect(lastWeek.length).toBeGreaterThan(2);
	for (const row of lastWeek) {
		const [name = '', clicks, orders, ...sums] = row.slice(14).split(' | ');
		const line = lines.find((each) => each.startsWith(`- ${name}: `)) ?? '';
		expect(line).toContain(`: ${clicks} clicks, ${orders} orders`);
		expect(line.split(', ').slice(2).sort()).toEqual(sums);
	}
});

test('the page begins with the revenue after clicks on recommendations of Kainic', () => {
	const shop = shopOf(5);
	const [sums, days] = [new Map<string, number>(), new Set<number>()];
	let clicks = 0;
	for (const [key, account] of shop.truth) {
		days.add(Number.parseInt(key));
		if (!key.includes(' Kainic')) continue;
		clicks += account.clicks;
		for (const [currency, cents] of account.revenue)
			sums.set(currency, (sums.get(currency) ?? 0) + cents);
	}
	const total = [...sums].filter(([, cents]) => cents > 0).sort();
	const since = DateTime.fromMillis(Math.min(...days)).toFormat('d LLLL');
	const page = renderedTemplate('health.json', 'Send Page', { $json: figuresOf(shop) });
	expect(total.length).toBeGreaterThan(1);
	expect(page).toContain(
		`<strong>${total.map(money).join(', ')}</strong> <span class="soft">since ${since}, after ${clicks.toLocaleString('en')} clicks on recommendations of Kainic<`,
	);
});

test.each(['https://evil.example', '<b>', 'x'.repeat(41)])(
	'an experiment that a stranger made up is not named: %s',
	(kainic_exp_id) => {
		const click = { id: 1, at: now, anon_uid: 'v', item_id: 'p', source: 'kainic', kainic_exp_id };
		const { sales } = figuresOf({ ...emptyShop(), clicks: [click] });
		expect(sales).toMatchObject([{ name: 'Kainic', clicks: 1 }]);
	},
);

test('a click loses its visitor after eight days, unless it brought something', () => {
	const shop = emptyShop();
	const at = (days: number) => now - days * day;
	for (const [index, days] of [1, 7.9, 8.1, 8.1, 30, 30].entries())
		shop.click('Kainic', at(days), `v-${index}`, 'p');
	shop.buy({ at: at(8), visitor: 'v-3', item: 'p' });
	shop.buy({ at: at(29), visitor: 'v-5', item: 'p', units: 1, back: 1 });
	const forgotten = { id: 99, at: at(20), anon_uid: null, item_id: null, source: 'kainic' };
	expect(figuresOf({ ...shop, clicks: [...shop.clicks, forgotten] })['forget']).toEqual([3, 5]);
});

test('an order of a person who was forgotten belongs to no click that lost its visitor', () => {
	const shop = emptyShop();
	const forgotten = { id: 1, at: now - 9 * day, anon_uid: null, item_id: null, source: 'kainic' };
	shop.rows.push({
		...{ shop: 's', order_id: 'o', line_id: 'l', event_name: 'purchase', state: 'forgotten' },
		...{ anon_uid: null, item_id: null, parent_id: null, price: null, quantity: 1 },
		bought_at: new Date(now - 8 * day).toISOString(),
	});
	const { sales } = figuresOf({ ...shop, clicks: [forgotten] });
	expect(sales).toEqual([expect.objectContaining({ name: 'Kainic', clicks: 1, orders: 0 })]);
});

test('the rows of an experiment and of its control group are neighbours', () => {
	const shop = emptyShop();
	const clicksOf = [
		...[['Kainic', 9] as const, ['Kainic (home)', 7] as const, ['Bestsellers', 5] as const],
		...[['Control group (home)', 3] as const, ['Other', 1] as const],
	];
	for (const [name, clicks] of clicksOf)
		for (let index = 0; index < clicks; index += 1) shop.click(name, now, 'v', 'p');
	const sales: ReadonlyArray<{ name: string }> = Object(figuresOf(shop)['sales']);
	expect(sales.map(({ name }) => name)).toEqual([
		'Kainic',
		'Bestsellers',
		'Other',
		'Kainic (home)',
		'Control group (home)',
	]);
});

/** n8n copies all nodes for a script that has these, and then the input a second time. */
const copiesMore = /\$\((?!')|\$(input|json|node|item|prevNode)\b|\bitems?\b/;

test('n8n copies for the script only the rows that it reads, and each of them once', () => {
	const code = String(parametersOf('health.json', 'Count Figures')['jsCode']);
	expect(code.replace(/^\s*\/\/.*/gm, '')).not.toMatch(copiesMore);
});

test('a page that does not read all clicks says since when it counts', () => {
	const shop = emptyShop();
	const [limit = 0, other] = ['Read Clicks', 'Read Orders'].map((name) =>
		Number(parametersOf('health.json', name)['limit']),
	);
	expect(other).toBe(limit);
	const start = DateTime.now().startOf('week').minus({ days: 3 });
	for (let index = 0; index < limit; index += 1)
		shop.click('Kainic', start.toMillis() + (limit - index), 'v', 'p');
	const sentence = 'it counts them since';
	const pageOf = (each: Shop) =>
		String(renderedTemplate('health.json', 'Send Page', { $json: figuresOf(each) }));
	const page = pageOf(shop);
	expect(page).toContain(`${sentence} ${start.toFormat('d LLLL')}.`);
	const sunday = start.endOf('week');
	expect(page).toContain(`>${start.toFormat('d LLLL')} to ${sunday.toFormat('d LLLL')}<`);
	expect(pageOf({ ...shop, clicks: shop.clicks.slice(2) })).not.toContain(sentence);
});
