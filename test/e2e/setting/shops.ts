import { createCredential, type RunningN8n, type StoredCredential } from '../../../tools/n8n';
import { openChatModel, type ChatModel } from '../../shops/chat-model';
import { openMailbox, type Mailbox } from '../../shops/mailbox';
import { openShopify, type ShopifyShop } from '../../shops/shopify';
import { openWooCommerce, type WooCommerceShop } from '../../shops/woocommerce';

/** Doubles of the shops whose nodes n8n has. */
export interface Shops {
	readonly woocommerce: WooCommerceShop;
	readonly shopify: ShopifyShop;
	/** What the agent of an example asks. */
	readonly model: ChatModel;
	/** Gets the mails of an example. */
	readonly mailbox: Mailbox;
	/** Variables with which an n8n reaches all of them. */
	readonly env: Readonly<Record<string, string>>;
	/** Stores the shops' credentials in an n8n, under the names that the examples use. */
	createCredentials(n8n: RunningN8n['n8n']): Promise<StoredCredential[]>;
	reset(): void;
	close(): Promise<void>;
}

export async function openShops(): Promise<Shops> {
	const woocommerce = await openWooCommerce();
	const allOfShopify = await openShopify();
	const shopify = allOfShopify.openShop('demo-shop');
	const model = await openChatModel();
	const mailbox = await openMailbox();
	return {
		woocommerce,
		shopify,
		model,
		mailbox,
		env: allOfShopify.env,
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
