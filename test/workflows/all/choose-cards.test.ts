import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { folder } from '../../support/workflows/code-node';

const source = readFileSync(path.join(folder, 'src/shared/choose-cards.js'), 'utf8');
const compiled: unknown = compileFunction(`${source}\nreturn chooseCards(...given)`, ['given']);
const chooseCards = compiled as (given: readonly unknown[]) => unknown;

const shoe = { item_id: '41', parent_id: '40' };
const best = [{ item_id: 'b1' }, { item_id: 'b2', parent_id: 'b' }, { item_id: 'b3' }];
const ofKainic = ['k1', 'k2'].map((id) => ({ item_id: id }));

interface Case {
	readonly what: string;
	readonly items: readonly unknown[];
	readonly excluded?: readonly unknown[];
	readonly bestsellers?: readonly unknown[];
	readonly shown: readonly string[];
}

const cases: readonly Case[] = [
	{ what: 'enough products', items: [...ofKainic, shoe, 'k4'], shown: ['k1', 'k2', '41'] },
	{
		what: "the page's product",
		items: [shoe, ...ofKainic],
		excluded: ['41'],
		shown: ['k1', 'k2', 'b1'],
	},
	{ what: 'its parent', items: [shoe, 'k1'], excluded: ['42', 40], shown: ['k1', 'b1', 'b2'] },
	{
		what: 'a product in the cart, also of the bestsellers',
		items: ['k1', 'k2'],
		excluded: ['k1', 'b1'],
		shown: ['k2', 'b2', 'b3'],
	},
	{ what: 'a variant of a bestseller', items: ['k1'], excluded: ['b'], shown: ['k1', 'b1', 'b3'] },
	{
		what: 'another variant of a product',
		items: [shoe, { item_id: '43', parent_id: 40 }, 'k1'],
		shown: ['41', 'k1', 'b1'],
	},
	{
		what: 'sold out, and on backorder',
		items: [
			{ item_id: '1', in_stock: false, stock: 9 },
			{ item_id: '2', in_stock: 'false' },
			{ item_id: '3', stock: 0 },
			{ item_id: '4', stock: 0, in_stock: true },
			{ item_id: '5', stock: null, in_stock: null },
			{ item_id: '6', stock: 2 },
		],
		shown: ['4', '5', '6'],
	},
	{
		what: 'a bestseller that sold out',
		items: ['k1'],
		bestsellers: [{ item_id: 'b1', in_stock: false }, ...best.slice(1)],
		shown: ['k1', 'b2', 'b3'],
	},
	{ what: 'a bestseller that Kainic recommends', items: ['b1'], shown: ['b1', 'b2', 'b3'] },
	{ what: 'none at all', items: [], shown: ['b1', 'b2', 'b3'] },
	{ what: 'no bestsellers', items: ['k1'], bestsellers: [], shown: ['k1'] },
	{ what: 'what is no product', items: [null, '', {}, 'k1'], bestsellers: [], shown: ['k1'] },
];

test.each(cases)('cards: $what', ({ items, excluded = [], bestsellers = best, shown }) => {
	const cards = chooseCards([items, bestsellers, { excluded, limit: 3 }]);
	expect(cards).toMatchObject(
		shown.map((item_id, index) => ({
			...{ item_id, rank: index + 1 },
			source: items.some((item) => (Object(item).item_id ?? item) === item_id)
				? 'kainic'
				: 'bestsellers',
		})),
	);
	expect(cards).toHaveLength(shown.length);
});
