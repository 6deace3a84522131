import { createCredential, type RunningN8n, type StoredCredential } from '../../../harness';
import { openShopify, type ShopifyShop } from '../../shops/shopify';
import { openWooCommerce, type WooCommerceShop } from '../../shops/woocommerce';

/** Doubles of the shops whose nodes n8n has. */
export interface Shops {
	readonly woocommerce: WooCommerceShop;
	readonly shopify: ShopifyShop;
	/** Variables with which an n8n reaches all of them. */
	readonly env: Readonly<Record<string, string>>;
	/** Stores the shops' credentials in an n8n, under the names that the examples use. */
	createCredentials(n8n: RunningN8n['n8n']): Promise<StoredCredential[]>;
	reset(): void;
	close(): Promise<void>;
}

export async function openShops(): Promise<Shops> {
	const woocommerce = await openWooCommerce();
	const shopify = await openShopify();
	return {
		woocommerce,
		shopify,
		env: shopify.env,
		createCredentials: async (n8n) => {
			const { url, consumerKey, consumerSecret } = woocommerce;
			const { subdomain: shopSubdomain, accessToken, appSecretKey } = shopify;
			return [
				await createCredential(n8n, {
					name: 'WooCommerce account',
					type: 'wooCommerceApi',
					data: { url, consumerKey, consumerSecret, includeCredentialsInQuery: false },
				}),
				await createCredential(n8n, {
					name: 'Shopify account',
					type: 'shopifyAccessTokenApi',
					data: { shopSubdomain, accessToken, appSecretKey },
				}),
			];
		},
		reset: () => {
			woocommerce.reset();
			shopify.reset();
		},
		close: async () => {
			await Promise.all([woocommerce.close(), shopify.close()]);
		},
	};
}
