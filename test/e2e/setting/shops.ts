import { createCredential, type Session } from '../../../tools/n8n';
import { openChatModel } from '../../shops/chat-model';
import { openMailbox } from '../../shops/mailbox';
import { openShopify } from '../../shops/shopify';
import { openWooCommerce } from '../../shops/woocommerce';

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
	const model = await openChatModel();
	const mailbox = await openMailbox();
	return {
		woocommerce,
		shopify,
		/** What the agent of an example asks. */
		model,
		/** Gets the mails of an example. */
		mailbox,
		/** Variables with which an n8n reaches all of them. */
		env: allOfShopify.env,
		/** Stores the shops' credentials in an n8n, under the names that the examples use. */
		createCredentials: async (n8n: Session) => {
			const { url, consumerKey, consumerSecret } = woocommerce;
			const { subdomain: shopSubdomain, accessToken, appSecretKey } = shopify;
			return [
				await createCredential(n8n, {
					name: 'Header Auth account',
					type: 'httpHeaderAuth',
					data: shopKey,
				}),
				await createCredential(n8n, {
					name: 'Basic Auth account',
					type: 'httpBasicAuth',
					data: pageKey,
				}),
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
				await createCredential(n8n, {
					name: 'OpenAi account',
					type: 'openAiApi',
					data: { apiKey: 'of-the-shop', url: model.url },
				}),
				await createCredential(n8n, {
					name: 'SMTP account',
					type: 'smtp',
					data: { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true },
				}),
			];
		},
		reset: () => {
			woocommerce.reset();
			shopify.reset();
			mailbox.reset();
		},
		close: async () => {
			await Promise.all([woocommerce, allOfShopify, model, mailbox].map((each) => each.close()));
		},
	};
}
