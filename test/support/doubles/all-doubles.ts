import { createCredential, type Session } from '../../../tools/n8n';
import { openMailbox } from './mailbox';
import { app, openShopify } from './shopify';
import { openWooCommerce } from './woocommerce';

/** The header by which an example knows its shop. */
export const shopKey = { name: 'x-shop-key', value: 'of-the-shop' };

/** What the page of an example asks for. */
export const pageKey = { user: 'owner', password: 'of-the-page' };

export type Shops = Awaited<ReturnType<typeof openShops>>;

/** Opens doubles of the shops whose nodes n8n has. */
export async function openShops() {
	const woocommerce = await openWooCommerce();
	const allOfShopify = await openShopify();
	const shopify = allOfShopify.openShop('demo-shop');
	const mailbox = await openMailbox();
	return {
		woocommerce,
		shopify,
		/** Gets the mails of an example. */
		mailbox,
		/** Variables with which an n8n reaches all of them. */
		env: allOfShopify.env,
		/** Stores the shops' credentials in an n8n, under the names that the examples use. */
		createCredentials: async (n8n: Session) => {
			const { url, consumerKey, consumerSecret } = woocommerce;
			const mail = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true };
			const shop = { url, consumerKey, consumerSecret, includeCredentialsInQuery: false };
			const accounts = [
				['Header Auth', 'httpHeaderAuth', shopKey],
				['Basic Auth', 'httpBasicAuth', pageKey],
				['WooCommerce', 'wooCommerceApi', shop],
				['Shopify', 'httpCustomAuth', { json: JSON.stringify({ body: app }) }],
				['SMTP', 'smtp', mail],
			] as const;
			return await Promise.all(
				accounts.map(([name, type, data]) =>
					createCredential(n8n, { name: `${name} account`, type, data }),
				),
			);
		},
		reset: () => {
			woocommerce.reset();
			shopify.reset();
			mailbox.reset();
		},
		close: async () => {
			await Promise.all([woocommerce, allOfShopify, mailbox].map((each) => each.close()));
		},
	};
}
