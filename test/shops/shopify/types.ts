/** Orders as Shopify's webhooks carry them, and variants as its GraphQL Admin API shows them. */
export interface ShopifyLine {
	id: number;
	product_id: number | null;
	variant_id: number | null;
	title: string;
	variant_title: string | null;
	sku: string | null;
	quantity: number;
	/** What is left of it after edits and refunds. */
	current_quantity?: number;
	price: string;
	discount_allocations: ReadonlyArray<{ amount: string }>;
}

export interface ShopifyRefund {
	id: number;
	created_at: string;
	refund_line_items: ReadonlyArray<{
		id: number;
		line_item_id: number;
		quantity: number;
		subtotal: number;
	}>;
}

export interface ShopifyOrder {
	id: number;
	name: string;
	created_at: string;
	updated_at: string;
	cancelled_at: string | null;
	currency: string;
	source_name: string;
	financial_status: string;
	customer: { id: number; first_name: string } | null;
	note_attributes: ReadonlyArray<{ name: string; value: unknown }>;
	line_items: ShopifyLine[];
	refunds: ShopifyRefund[];
}

export interface ShopifyProduct {
	id: string;
	title: string;
	status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
	updatedAt: string;
	onlineStoreUrl: string | null;
	productType: string;
}

export interface ShopifyVariant {
	id: string;
	title: string;
	sku: string | null;
	price: string;
	inventoryQuantity: number | null;
	availableForSale: boolean;
	updatedAt: string;
	product: ShopifyProduct;
}
