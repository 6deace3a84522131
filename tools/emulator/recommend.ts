import { seededProducts } from './seed';
import type { Ledger } from './state/ledger';
import type { Product } from './state/records';

/** What to recommend. */
interface Wish {
	/** Items that the visitor asked with, so they are not recommended. */
	itemIds: readonly string[];
	fullItemsData: boolean;
}

/**
 * Ranks items by their share of the collected events. The products of the catalogs (or ten seeded ones
 * while there is no catalog) follow, in their order.
 */
export function recommend({ itemCounts, catalogs }: Ledger, wish: Wish, count: number): Product[] {
	const stores = catalogs.all();
	const isNew = stores.length === 0;
	const listed = isNew ? seededProducts : stores.flatMap(({ products }) => products ?? []);
	const products = new Map(listed.map((product) => [itemIdOf(product), product]));
	const total = [...itemCounts.values()].reduce((sum, each) => sum + each, 0);
	const scoreOf = (itemId: string): number => {
		const seeded = isNew ? Number(products.get(itemId)?.['score'] ?? 0) : 0;
		return total === 0 ? seeded : (itemCounts.get(itemId) ?? 0) / total;
	};
	return (
		[...new Set([...itemCounts.keys(), ...products.keys()])]
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

/** Empty if a product has none. */
function itemIdOf({ item_id: id }: Product): string {
	return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
