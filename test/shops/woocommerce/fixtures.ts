import type { WooLine, WooMeta, WooOrder, WooProduct, WooRefund, WooVariation } from './types';

/** The meta data in which the storefront keeps its visitor's ID, see docs/identity.md. */
export const visitorMeta = (id: unknown): WooMeta => ({
	id: 501,
	key: 'kainic_anon_uid',
	value: id,
});

export function wooLine(id: number, changes: Partial<WooLine> = {}): WooLine {
	const [quantity, price] = [changes.quantity ?? 1, changes.price ?? 19.9];
	const total = (quantity * price).toFixed(2);
	return {
		...{ id, name: `Shoe ${id}`, product_id: 1000 + id, variation_id: 0, quantity },
		...{ subtotal: total, total, total_tax: '0.00', sku: `shoe-${id}`, price, meta_data: [] },
		...changes,
	};
}

export function wooOrder(id: number, changes: Partial<WooOrder> = {}): WooOrder {
	const now = new Date().toISOString().slice(0, 19);
	return {
		...{ id, parent_id: 0, number: String(id), created_via: 'checkout', status: 'processing' },
		...{ currency: 'EUR', date_created_gmt: now, date_modified_gmt: now, customer_id: 26 },
		billing: { first_name: 'Zoë 🛒', last_name: 'Müller', email: 'zoe@shop.example' },
		meta_data: [{ id: 500, key: 'is_vat_exempt', value: 'no' }, visitorMeta('visitor-1')],
		line_items: [wooLine(1)],
		refunds: [],
		...changes,
	};
}

/** A refund of so many units of a line; the refund's own line has an ID of its own. */
export function wooRefund(
	id: number,
	parts: ReadonlyArray<[line: WooLine, quantity: number]>,
): WooRefund {
	return {
		id,
		date_created_gmt: new Date().toISOString().slice(0, 19),
		amount: parts.reduce((sum, [{ price }, quantity]) => sum + price * quantity, 0).toFixed(2),
		reason: 'Too small',
		line_items: parts.map(([line, quantity], index) => ({
			...line,
			id: id * 100 + index,
			quantity: quantity === 0 ? 0 : -quantity,
			total: `-${(line.price * (quantity || 1)).toFixed(2)}`,
			meta_data: [{ id: 9000 + index, key: '_refunded_item_id', value: String(line.id) }],
		})),
	};
}

export function wooProduct(id: number, changes: Partial<WooProduct> = {}): WooProduct {
	return {
		...{ id, name: `Shoe "${id}" 👟`, permalink: `https://shop.example/product/shoe-${id}/` },
		...{ date_modified_gmt: '2026-01-01T00:00:00', type: 'simple', status: 'publish' },
		...{ sku: `shoe-${id}`, price: '19.90', regular_price: '24.90', manage_stock: true },
		...{ stock_quantity: id % 7, stock_status: id % 7 === 0 ? 'outofstock' : 'instock' },
		categories: [{ id: 9, name: 'Shoes', slug: 'shoes' }],
		images: [{ id: 792, src: `https://shop.example/wp-content/uploads/shoe-${id}.jpg` }],
		variations: [],
		...changes,
	};
}

export function wooVariation(id: number, changes: Partial<WooVariation> = {}): WooVariation {
	return {
		...{ id, permalink: `https://shop.example/product/shoe/?attribute_pa_size=${id}` },
		...{ date_modified_gmt: '2026-01-01T00:00:00', status: 'publish', sku: `shoe-size-${id}` },
		...{ price: '29.90', regular_price: '29.90', manage_stock: true, stock_quantity: 3 },
		...{ stock_status: 'instock', image: null },
		attributes: [{ id: 6, name: 'Size', option: String(id % 50) }],
		...changes,
	};
}
