/** Orders and variants as Shopify's GraphQL Admin API shows them. */
import { orNull, resource } from '../server/values';

const inEuro = (amount: number | string) => ({ shopMoney: { amount: String(amount) } });
const ofId = (id: number) => ({ legacyResourceId: String(id) });

/** The attribute of a cart or a line. */
export const attribute = (key: string, value: unknown) => ({ key, value });

interface LineValues {
	readonly quantity: number;
	/** What is left of it after edits and refunds: the quantity unless something came back. */
	readonly currentQuantity: number;
	readonly price: number | string;
	/** For all its units. */
	readonly discount: number | string;
	readonly product: number | null;
	readonly variant: number | null;
	readonly sku: string | null;
	readonly customAttributes: ReadonlyArray<ReturnType<typeof attribute>>;
}

export function shopifyLine(id: number, values: Partial<LineValues> = {}) {
	const { quantity = 1, product = 7000 + id, variant = 8000 + id, price = '19.90' } = values;
	const { discount = 0, sku = orNull(`shoe-${id}`), customAttributes = [] } = values;
	return {
		...{ id: `gid://shopify/LineItem/${id}`, sku, quantity, customAttributes },
		currentQuantity: values.currentQuantity ?? quantity,
		variant: variant === null ? null : ofId(variant),
		product: product === null ? null : ofId(product),
		originalUnitPriceSet: inEuro(price),
		discountAllocations: discount === 0 ? [] : [{ allocatedAmountSet: inEuro(discount) }],
	};
}

export type ShopifyLine = ReturnType<typeof shopifyLine>;

export const shopifyOrder = resource((id) => {
	const now = `${new Date().toISOString().slice(0, 19)}Z`;
	return {
		...{ legacyResourceId: String(id), test: false, createdAt: orNull(now), updatedAt: now },
		...{ cancelledAt: orNull<string>(null), displayFinancialStatus: orNull('PAID') },
		...{ currencyCode: 'EUR', sourceName: orNull('web'), customer: orNull(ofId(207119551)) },
		customAttributes: [attribute('gift', 'no'), attribute('kainic_anon_uid', 'visitor-1')],
		lineItems: [shopifyLine(1)],
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
			featuredMedia: {
				__typename: 'MediaImage',
				preview: { image: orNull({ url: `${url}.jpg` }) },
			},
		},
	};
});

export type ShopifyVariant = ReturnType<typeof shopifyVariant>;
