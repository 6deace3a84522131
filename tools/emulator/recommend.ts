import { seededProducts } from './seed';
import type { Ledger } from './state/ledger';
import type { Product } from './state/records';

/** What to recommend. */
interface Wish {
	/** Items that the visitor asked with, so they are not recommended. */
	itemIds: readonly string[];
	fullItemsData: boolean;
}

interface Candidate {
	itemId: string;
	/** The item's share of all that was counted, from 0 to 1. */
	score: number;
	product: Product | undefined;
}

/**
 * Ranks items by how many of the collected events spoke of them. The products of the catalogs (or
 * ten seeded ones while there is no catalog) follow, in their order.
 */
export function recommend(ledger: Ledger, wish: Wish, count: number): Product[] {
	const unwanted = new Set(wish.itemIds);
	const candidates = candidatesOf(ledger).filter(({ itemId }) => !unwanted.has(itemId));
	// Sorting is stable, so equal scores stay in the order of their first appearance.
	candidates.sort((left, right) => right.score - left.score);
	return candidates
		.slice(0, count)
		.map((candidate) => toRecommendation(candidate, wish.fullItemsData));
}

function candidatesOf({ itemCounts, catalogs }: Ledger): Candidate[] {
	const known = catalogs.all();
	const isNew = known.length === 0;
	const products = byId(
		isNew ? seededProducts : known.flatMap((catalog) => catalog.products ?? []),
	);
	const total = [...itemCounts.values()].reduce((sum, count) => sum + count, 0);
	return [...new Set([...itemCounts.keys(), ...products.keys()])].map((itemId) => {
		const product = products.get(itemId);
		const own = isNew ? Number(product?.['score'] ?? 0) : 0;
		return { itemId, score: total === 0 ? own : (itemCounts.get(itemId) ?? 0) / total, product };
	});
}

function byId(products: readonly Product[]): Map<string, Product> {
	const found = new Map<string, Product>();
	for (const product of products) {
		const itemId = product['item_id'];
		if (typeof itemId === 'string' || typeof itemId === 'number')
			found.set(String(itemId), product);
	}
	return found;
}

function toRecommendation({ itemId, score, product }: Candidate, fullItemsData: boolean): Product {
	const { parent_id: parentId, title } = product ?? {};
	const recommendation = {
		item_id: itemId,
		parent_id: typeof parentId === 'string' ? parentId : itemId,
		score: Number(score.toFixed(6)),
	};
	if (!fullItemsData) return recommendation;
	return { ...product, ...recommendation, title: typeof title === 'string' ? title : itemId };
}
