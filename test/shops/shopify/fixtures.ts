import type { ShopifyLine, ShopifyOrder, ShopifyRefund, ShopifyVariant } from './types';

export function shopifyLine(id: number, changes: Partial<ShopifyLine> = {}): ShopifyLine {
	return {
		...{ id, product_id: 7000 + id, variant_id: 8000 + id, title: `Shoe ${id} 👟` },
		...{ variant_title: '42 / red', sku: `shoe-${id}`, quantity: 1, price: '19.90' },
		discount_allocations: [],
		...changes,
	};
}

export function shopifyOrder(id: number, changes: Partial<ShopifyOrder> = {}): ShopifyOrder {
	const now = new Date().toISOString().slice(0, 19);
	return {
		...{ id, name: `#${id}`, created_at: `${now}+00:00`, updated_at: `${now}+00:00` },
		...{ cancelled_at: null, currency: 'EUR', source_name: 'web', financial_status: 'paid' },
		customer: { id: 207119551, first_name: 'Zoë 🛒' },
		note_attributes: [
			{ name: 'gift', value: 'no' },
			{ name: 'kainic_anon_uid', value: 'visitor-1' },
		],
		line_items: [shopifyLine(1)],
		refunds: [],
		...changes,
	};
}

export function shopifyRefund(
	id: number,
	parts: ReadonlyArray<[line: ShopifyLine, quantity: number]>,
): ShopifyRefund {
	return {
		id,
		created_at: new Date().toISOString(),
		refund_line_items: parts.map(([line, quantity], index) => ({
			id: id * 100 + index,
			line_item_id: line.id,
			quantity,
			subtotal: Number(line.price) * quantity,
		})),
	};
}

export function shopifyVariant(
	number: number,
	changes: Partial<ShopifyVariant> = {},
): ShopifyVariant {
	const product = Math.floor(number / 3);
	return {
		id: `gid://shopify/ProductVariant/${80_000 + number}`,
		...{ title: `Size ${40 + (number % 3)}`, sku: `shoe-${number}`, price: '19.90' },
		...{ inventoryQuantity: number % 7, availableForSale: number % 7 > 0 },
		updatedAt: '2026-01-01T00:00:00Z',
		product: {
			id: `gid://shopify/Product/${70_000 + product}`,
			...{ title: `Shoe "${product}" 👟`, status: 'ACTIVE', updatedAt: '2026-01-01T00:00:00Z' },
			...{ onlineStoreUrl: `https://shop.example/products/shoe-${product}`, productType: 'Shoes' },
		},
		...changes,
	};
}
