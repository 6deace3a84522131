import { seededProducts } from './seed';
import type { Ledger } from './state/ledger';
import type { Catalog, Product } from './state/records';

export interface Recommendation {
	item_id: string;
	parent_id: string;
	/** The item's share of all that was counted, from 0 to 1. */
	score: number;
	title?: string;
}

/** What to recommend. */
export interface Wish {
	/** Items that are not recommended, since the visitor asked with them. */
	withoutItemIds: readonly string[];
	count: number;
	fullItemsData: boolean;
}

interface Candidate {
	itemId: string;
	score: number;
	product: Product | undefined;
}

/**
 * Ranks items by how many of the collected events spoke of them. The products of the catalogs (or
 * ten seeded ones while there is no catalog) follow, in their order.
 */
export function recommend(ledger: Ledger, wish: Wish): Recommendation[] {
	const unwanted = new Set(wish.withoutItemIds);
	const candidates = candidatesOf(ledger).filter(({ itemId }) => !unwanted.has(itemId));
	// Sorting is stable, so equal scores stay in the order of their first appearance.
	candidates.sort((left, right) => right.score - left.score);
	return candidates
		.slice(0, wish.count)
		.map((candidate) => toRecommendation(candidate, wish.fullItemsData));
}

function candidatesOf({ itemCounts, catalogs }: Ledger): Candidate[] {
	const products = productsById(catalogs.all());
	const total = [...itemCounts.values()].reduce((sum, count) => sum + count, 0);
	return [...new Set([...itemCounts.keys(), ...products.keys()])].map((itemId) => {
		const product = products.get(itemId);
		const own = total === 0 && catalogs.all().length === 0 ? Number(product?.['score'] ?? 0) : 0;
		return { itemId, score: total === 0 ? own : (itemCounts.get(itemId) ?? 0) / total, product };
	});
}

function productsById(catalogs: readonly Catalog[]): Map<string, Product> {
	const products: Product[] =
		catalogs.length === 0
			? seededProducts.map((product) => ({ ...product }))
			: catalogs.flatMap((catalog) => catalog.products ?? []);
	const byId = new Map<string, Product>();
	for (const product of products) {
		const itemId = product['item_id'];
		if (typeof itemId === 'string' || typeof itemId === 'number') byId.set(String(itemId), product);
	}
	return byId;
}

function toRecommendation(
	{ itemId, score, product }: Candidate,
	fullItemsData: boolean,
): Recommendation {
	const { parent_id: parentId, title } = product ?? {};
	const recommendation: Recommendation = {
		item_id: itemId,
		parent_id: typeof parentId === 'string' ? parentId : itemId,
		score: Number(score.toFixed(6)),
	};
	if (!fullItemsData) return recommendation;
	return { ...product, ...recommendation, title: typeof title === 'string' ? title : itemId };
}
