import { seededProducts } from './seed';
import type { Ledger } from './state/ledger';
import type { Product } from './state/records';

/** What to recommend. */
interface Wish {
	anonUid: string;
	/** Items that the visitor asked with, so they are not recommended. */
	itemIds: readonly string[];
	fullItemsData: boolean;
}

/**
 * Ranks items by their share of the collected events, and by the visitor's interest in their category
 * where a catalog has the field `category`. If there are catalogs, only their products are recommended. Else
 * the items of the events and ten seeded products are.
 */
export function recommend(ledger: Ledger, wish: Wish, count: number): Product[] {
	const { itemCounts, catalogs } = ledger;
	const stores = catalogs.all();
	const isNew = stores.length === 0;
	const listed = isNew ? seededProducts : stores.flatMap(({ products }) => products);
	const products = new Map(listed.map((product) => [itemIdOf(product), product]));
	const total = [...itemCounts.values()].reduce((sum, each) => sum + each, 0);
	const interestIn = interestsOf(ledger, wish, products);
	const scoreOf = (itemId: string): number => {
		const product = products.get(itemId);
		const seeded = isNew ? Number(product?.['score'] ?? 0) : 0;
		const share = total === 0 ? seeded : (itemCounts.get(itemId) ?? 0) / total;
		return share + (interestIn.get(product?.['category']) ?? 0);
	};
	return (
		[...new Set([...(isNew ? itemCounts.keys() : []), ...products.keys()])]
			.filter((itemId) => itemId !== '' && !wish.itemIds.includes(itemId))
			.map((itemId) => ({ itemId, score: scoreOf(itemId) }))
			// Sorting is stable, so equal scores stay in the order of their first appearance.
			.sort((left, right) => right.score - left.score)
			.slice(0, count)
			.map(({ itemId, score }) => {
				const product = products.get(itemId) ?? {};
				const { parent_id: parentId, title } = product;
				const recommendation = {
					item_id: itemId,
					parent_id: typeof parentId === 'string' ? parentId : itemId,
					score: Number(score.toFixed(6)),
				};
				if (!wish.fullItemsData) return recommendation;
				return { ...product, ...recommendation, title: typeof title === 'string' ? title : itemId };
			})
	);
}

/**
 * The visitor's interest in each category: 2 if a product that the visitor asks with has the category, and
 * its share of the visitor's last five views. These numbers are invented.
 */
function interestsOf({ events }: Ledger, wish: Wish, products: ReadonlyMap<string, Product>) {
	const views = events
		.slice(-1000)
		.filter(
			({ event }) => event['anon_uid'] === wish.anonUid && event['event_name'] === 'product_view',
		)
		.slice(-5);
	const interests = new Map<unknown, number>();
	const add = (itemId: string, interest: number) => {
		const category = products.get(itemId)?.['category'];
		if (category !== undefined) interests.set(category, (interests.get(category) ?? 0) + interest);
	};
	for (const itemId of wish.itemIds) add(itemId, 2 / wish.itemIds.length);
	for (const { event } of views) add(itemIdOf(event), 1 / views.length);
	return interests;
}

/** Empty if a product has none. */
function itemIdOf({ item_id: id }: Product): string {
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
