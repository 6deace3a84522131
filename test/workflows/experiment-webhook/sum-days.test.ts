import { DateTime } from 'luxon';
import { codeNode, itemsOf } from '../../support/workflows/code-node';

const sumDays = codeNode('experiment-webhook.json', 'Sum Days');

const hour = 3_600_000;
/** Noon of yesterday. */
const noon = DateTime.now().startOf('day').minus({ hours: 12 }).toMillis();
const dayOf = (at: number) => DateTime.fromMillis(at).toISODate();

const seen = (sid: string, group: string, more: object = {}) => ({
	...{ sid, anon_uid: `visitor-${sid}`, kainic_exp_id: 'home', group, fallback: 0, at: noon },
	...more,
});

const bought = (order_id: string, anon_uid: string | null, hours: number, more: object = {}) => ({
	...{ shop: 's', order_id, anon_uid, event_name: 'purchase', state: 'accepted', quantity: 1 },
	...{ price: 10, currency: 'EUR', bought_at: new Date(noon + hours * hour).toISOString() },
	...more,
});

const sums = (exposures: readonly object[], orders: readonly object[] = []) =>
	sumDays({
		nodes: { 'Read Exposures': itemsOf(...exposures), 'Read Orders': itemsOf(...orders) },
	});

const empty = { orders: 0, orders_squared: 0, revenue: 0, revenue_squared: 0, currency: '' };

describe('the sums of an experiment', () => {
	test('have one row for each day and group, and each session once', () => {
		const earlier = { at: noon - 24 * hour };
		const rows = [
			...[seen('a', 'control'), seen('b', 'model'), seen('b', 'model')],
			...[seen('c', 'model', { fallback: 1 }), seen('d', 'model', earlier)],
			...[seen('e', ''), seen('f', 'evil')],
		];
		const row = { kainic_exp_id: 'home', day: dayOf(noon), fallbacks: 0, in_both: 0, ...empty };
		expect(sums(rows)).toEqual([
			{ ...row, day: dayOf(earlier.at), group: 'model', sessions: 1 },
			{ ...row, group: 'control', sessions: 1 },
			{ ...row, group: 'model', sessions: 2, fallbacks: 1 },
		]);
		// n8n outputs an empty item if a table has no rows.
		expect(sums([{}], [{ error: 'no table' }])).toEqual([]);
	});

	test('count an order for the last session of its visitor in the 24 hours before', () => {
		const visitor = { anon_uid: 'v' };
		const exposures = [
			seen('first', 'control', visitor),
			seen('second', 'model', { ...visitor, at: noon + hour }),
		];
		const groupOf = (hours: number, more?: object) => {
			const rows = sums(exposures, [bought('1', 'v', hours, more)]);
			return rows.filter(({ orders }) => orders === 1).map(({ group }) => group);
		};
		expect([-1, 0.5, 2, 24, 26].map((hours) => groupOf(hours))).toEqual([
			...[[], ['control'], ['model'], ['model'], []],
		]);
		for (const other of [{ anon_uid: null }, { anon_uid: 'w' }, { state: 'on_hold' }])
			expect(groupOf(2, other)).toEqual([]);
		expect(sums(exposures).map(({ in_both: both }) => both)).toEqual([1, 1]);
	});

	test('have the lines of an order less what was given back, in the usual currency', () => {
		const exposures = [seen('a', 'model'), seen('b', 'model'), seen('c', 'model')];
		const orders = [
			...[bought('1', 'visitor-a', 1, { quantity: 2 }), bought('1', 'visitor-a', 1, { price: 5 })],
			bought('1', 'visitor-a', 1, { event_name: 'refund' }),
			...[bought('2', 'visitor-a', 2), bought('3', 'visitor-b', 1, { currency: 'GBP' })],
			...[bought('4', 'visitor-c', 1), bought('4', 'visitor-c', 1, { event_name: 'refund' })],
			bought('5', 'visitor-c', 1, { price: null }),
		];
		expect(sums(exposures, orders)).toEqual([
			expect.objectContaining({
				...{ sessions: 3, orders: 4, orders_squared: 6 },
				...{ revenue: 25, revenue_squared: 625, currency: 'EUR' },
			}),
		]);
	});
});
