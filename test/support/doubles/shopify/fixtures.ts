/** Orders as Shopify's webhooks carry them, and variants as its GraphQL Admin API shows them. */
import { orNull, resource } from '../server/values';

const line = (id: number) => ({
	...{ id, product_id: orNull(7000 + id), variant_id: orNull(8000 + id), title: `Shoe ${id} 👟` },
	...{ variant_title: orNull('42 / red'), sku: orNull(`shoe-${id}`), quantity: 1, price: '19.90' },
	discount_allocations: Array<{ amount: string }>(),
});

export interface ShopifyLine extends ReturnType<typeof line> {
	/** What is left of it after edits and refunds. */
	current_quantity?: number;
}

export function shopifyLine(id: number, changes: Partial<ShopifyLine> = {}): ShopifyLine {
	return { ...line(id), ...changes };
}

export type ShopifyRefund = ReturnType<typeof shopifyRefund>;

export function shopifyRefund(
	id: number,
	parts: ReadonlyArray<[line: ShopifyLine, quantity: number]>,
) {
	return {
		id,
		created_at: new Date().toISOString(),
		refund_line_items: parts.map(([{ id: line_item_id, price }, quantity], index) => ({
			...{ id: id * 100 + index, line_item_id, quantity, subtotal: Number(price) * quantity },
		})),
	};
}

export const shopifyOrder = resource((id) => {
	const now = new Date().toISOString().slice(0, 19);
	const note = (name: string, value: unknown) => ({ name, value });
	return {
		...{ id, name: `#${id}`, created_at: orNull(`${now}+00:00`), updated_at: `${now}+00:00` },
		...{ cancelled_at: orNull<string>(null), currency: 'EUR', source_name: 'web' },
		...{ financial_status: 'paid', customer: { id: 207119551, first_name: 'Zoë 🛒' } },
		note_attributes: [note('gift', 'no'), note('kainic_anon_uid', 'visitor-1')],
		line_items: [shopifyLine(1)],
		refunds: Array<ShopifyRefund>(),
	};
});

export type ShopifyOrder = ReturnType<typeof shopifyOrder>;

export const shopifyVariant = resource((number) => {
	const product = Math.floor(number / 3);
	const url = `https://shop.example/products/shoe-${product}`;
	return {
		legacyResourceId: String(80_000 + number),
		...{ title: `Size ${40 + (number % 3)}`, sku: orNull(`shoe-${number}`), price: '19.90' },
		...{ inventoryQuantity: orNull(number % 7), availableForSale: number % 7 > 0 },
		updatedAt: '2026-01-01T00:00:00Z',
		product: {
			legacyResourceId: String(70_000 + product),
			...{ title: `Shoe "${product}" 👟`, status: 'ACTIVE', updatedAt: '2026-01-01T00:00:00Z' },
			...{ onlineStoreUrl: orNull(url), productType: 'Shoes' },
			featuredMedia: { preview: { image: orNull({ url: `${url}.jpg` }) } },
		},
	};
});

export type ShopifyVariant = ReturnType<typeof shopifyVariant>;
