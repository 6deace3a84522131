import { seededProducts } from './seed';
import type { Ledger } from './state/ledger';
import type { Product } from './state/records';

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

function candidatesOf(ledger: Ledger): Candidate[] {
	const { itemCounts } = ledger;
	const products = productsById(ledger);
	const itemIds = new Set([...itemCounts.itemIds(), ...products.keys()]);
	return [...itemIds].map((itemId) => {
		const product = products.get(itemId);
		const score = itemCounts.total > 0 ? itemCounts.of(itemId) / itemCounts.total : 0;
		return { itemId, score: score > 0 ? score : firstScore(ledger, product), product };
	});
}

/** Seeded products come with scores of their own until the first event counts. */
function firstScore(ledger: Ledger, product: Product | undefined): number {
	const score = product?.['score'];
	const seeded = ledger.itemCounts.total === 0 && ledger.catalogs.all().length === 0;
	return seeded && typeof score === 'number' ? score : 0;
}

function productsById(ledger: Ledger): Map<string, Product> {
	const catalogs = ledger.catalogs.all();
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

function toRecommendation(candidate: Candidate, fullItemsData: boolean): Recommendation {
	const { itemId, score, product } = candidate;
	const parentId = product?.['parent_id'];
	const title = product?.['title'];
	const recommendation: Recommendation = {
		item_id: itemId,
		parent_id: typeof parentId === 'string' ? parentId : itemId,
		score: Number(score.toFixed(6)),
	};
	if (!fullItemsData) return recommendation;
	return { ...product, ...recommendation, title: typeof title === 'string' ? title : itemId };
}
