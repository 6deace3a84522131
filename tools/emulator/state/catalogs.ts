import type { Catalog, Product, Upload } from './records';

/** The products of each store, and every upload in order. */
export class Catalogs {
	readonly uploads: Upload[] = [];

	private readonly byStore = new Map<string, Catalog>();

	/**
	 * Takes an upload. `full` replaces what the store holds. `stock` updates the products that it
	 * lists and leaves the others, which is inferred.
	 */
	add(upload: Upload, products: Product[]): void {
		this.uploads.push(upload);
		const before = this.byStore.get(upload.storeId);
		const merged = upload.syncMode === 'full' ? products : mergeStock(before, products);
		this.byStore.set(upload.storeId, {
			productCount: merged.length,
			products: merged,
			lastUpload: upload,
		});
	}

	of(storeId: string): Catalog | undefined {
		return this.byStore.get(storeId);
	}

	all(): Catalog[] {
		return [...this.byStore.values()];
	}
}

function mergeStock(before: Catalog | undefined, stock: Product[]): Product[] {
	if (before === undefined) return stock;
	const byId = new Map<unknown, Product>(
		before.products.map((product) => [keyOf(product), product]),
	);
	for (const product of stock) {
		byId.set(keyOf(product), { ...byId.get(keyOf(product)), ...product });
	}
	return [...byId.values()];
}

/** A product without an ID is only ever the same as itself. */
function keyOf(product: Product): unknown {
	return product['item_id'] ?? product;
}
