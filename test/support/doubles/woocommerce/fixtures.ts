/** Products, orders and refunds as the shop of recorded.json has them; of the fields, those that matter here. */
import { orNull, resource } from '../server/values';

/** The meta data in which the storefront keeps its visitor's ID, see docs/shops/woocommerce.md. */
export const visitorMeta = (id: unknown) => ({ id: 501, key: 'kainic_anon_uid', value: id });

const line = (id: number, quantity: number, price: number) => {
	const total = (quantity * price).toFixed(2);
	const meta_data: Array<ReturnType<typeof visitorMeta>> = [];
	return {
		...{ id, name: `Shoe ${id}`, product_id: 1000 + id, variation_id: 0, quantity },
		...{ subtotal: total, total, total_tax: '0.00', price, meta_data },
		sku: orNull(`shoe-${id}`),
	};
};

export type WooLine = ReturnType<typeof line>;

/** What becomes of a line when its product is deleted. */
export const withoutProduct = { product_id: 0, variation_id: 0, sku: null };

export function wooLine(id: number, changes: Partial<WooLine> = {}): WooLine {
	return { ...line(id, changes.quantity ?? 1, changes.price ?? 19.9), ...changes };
}

export const wooOrder = resource((id) => {
	const now = new Date().toISOString().slice(0, 19);
	const refunds: Array<{ id: number; reason: string; total: string }> = [];
	return {
		...{ id, parent_id: 0, number: String(id), created_via: 'checkout', status: 'processing' },
		...{ currency: 'EUR', date_created_gmt: orNull(now), date_modified_gmt: now, customer_id: 26 },
		billing: { first_name: 'Zoë 🛒', last_name: 'Müller', email: 'zoe@shop.example' },
		meta_data: [{ ...visitorMeta('no'), id: 500, key: 'is_vat_exempt' }, visitorMeta('visitor-1')],
		line_items: [wooLine(1)],
		refunds,
	};
});

export type WooOrder = ReturnType<typeof wooOrder>;

/** A refund of so many units of a line; the refund's own line has an ID of its own. Its quantities and totals are negative. */
export function wooRefund(id: number, parts: ReadonlyArray<[line: WooLine, quantity: number]>) {
	return {
		id,
		date_created_gmt: new Date().toISOString().slice(0, 19),
		amount: parts.reduce((sum, [{ price }, quantity]) => sum + price * quantity, 0).toFixed(2),
		reason: 'Too small',
		line_items: parts.map(([each, quantity], index): WooLine => ({
			...each,
			id: id * 100 + index,
			quantity: quantity === 0 ? 0 : -quantity,
			total: `-${(each.price * (quantity || 1)).toFixed(2)}`,
			meta_data: [{ id: 9000 + index, key: '_refunded_item_id', value: String(each.id) }],
		})),
	};
}

export type WooRefund = ReturnType<typeof wooRefund>;

export const wooProduct = resource((id) => {
	return {
		...{ id, name: `Shoe "${id}" 👟`, permalink: `https://shop.example/product/shoe-${id}/` },
		...{ date_modified_gmt: '2026-01-01T00:00:00', type: 'simple', status: 'publish' },
		...{ catalog_visibility: 'visible', post_password: '', purchasable: true },
		...{ sku: `shoe-${id}`, price: '19.90', regular_price: '24.90', manage_stock: true },
		...{ stock_quantity: orNull(id % 7), stock_status: id % 7 === 0 ? 'outofstock' : 'instock' },
		categories: [{ id: 9, name: 'Shoes', slug: 'shoes' }],
		images: [{ id: 792, src: `https://shop.example/wp-content/uploads/shoe-${id}.jpg` }],
		variations: Array<number>(),
	};
});

export type WooProduct = ReturnType<typeof wooProduct>;

export function wooVariation(id: number) {
	return {
		...{ id, permalink: `https://shop.example/product/shoe/?attribute_pa_size=${id}` },
		...{ date_modified_gmt: '2026-01-01T00:00:00', status: 'publish', sku: `shoe-size-${id}` },
		...{ price: '29.90', regular_price: '29.90', manage_stock: true, stock_quantity: 3 },
		purchasable: true,
		...{ stock_status: 'instock', image: null },
		attributes: [{ id: 6, name: 'Size', option: String(id % 50) }],
	};
}

export type WooVariation = ReturnType<typeof wooVariation>;
