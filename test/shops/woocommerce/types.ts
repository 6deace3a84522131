/** Products, orders and refunds as WooCommerce's REST API v3 documents them; of the fields, those that matter here. */
export interface WooMeta {
	readonly id: number;
	readonly key: string;
	readonly value: unknown;
}

export interface WooProduct {
	id: number;
	name: string;
	permalink: string;
	date_modified_gmt: string;
	type: 'simple' | 'variable' | 'variable-subscription' | 'grouped';
	status: 'publish' | 'draft';
	sku: string;
	price: string;
	regular_price: string;
	manage_stock: boolean;
	stock_quantity: number | null;
	stock_status: 'instock' | 'outofstock' | 'onbackorder';
	categories: ReadonlyArray<{ id: number; name: string; slug: string }>;
	images: ReadonlyArray<{ id: number; src: string }>;
	variations: number[];
}

export interface WooVariation {
	id: number;
	permalink: string;
	date_modified_gmt: string;
	status: 'publish' | 'private';
	sku: string;
	price: string;
	regular_price: string;
	manage_stock: boolean | 'parent';
	stock_quantity: number | null;
	stock_status: 'instock' | 'outofstock' | 'onbackorder';
	image: { id: number; src: string } | null;
	attributes: ReadonlyArray<{ id: number; name: string; option: string }>;
}

export interface WooLine {
	id: number;
	name: string;
	product_id: number;
	variation_id: number;
	quantity: number;
	subtotal: string;
	total: string;
	total_tax: string;
	sku: string | null;
	price: number;
	meta_data: WooMeta[];
}

export interface WooOrder {
	id: number;
	parent_id: number;
	number: string;
	created_via: string;
	status: string;
	currency: string;
	date_created_gmt: string;
	date_modified_gmt: string;
	customer_id: number;
	billing: Readonly<Record<string, string>>;
	meta_data: WooMeta[];
	line_items: WooLine[];
	refunds: Array<{ id: number; reason: string; total: string }>;
}

/** A line of a refund: quantities and totals are negative. */
export interface WooRefund {
	id: number;
	date_created_gmt: string;
	amount: string;
	reason: string;
	line_items: WooLine[];
}
