import { test as base } from '@playwright/test';
import {
	createCredential,
	openStage,
	printReport as report,
	n8nSettings,
	type Stage,
	type StoredCredential,
} from '../../../tools/n8n';
import { deleteDataTables } from '../../support/workflows/data-tables';
import { chromiumForShops, withVisitors, type Visitor } from '../browser';
import { openFronts, type Front } from '../front';
import { woocommerceReleases } from '../releases';
import { openWooCommerceShop, type ShopOptions, type WooCommerceShop } from './shop';

/** Which shop a Playwright project builds. */
export interface Variant extends Pick<ShopOptions, 'theme' | 'hpos'> {
	readonly version: 'newest' | 'oldest';
}

/** Each pair of a version, a theme and a way to store orders occurs once. */
export const variants: readonly Variant[] = [
	{ version: 'newest', theme: 'twentytwentyfive', hpos: true },
	{ version: 'newest', theme: 'storefront', hpos: false },
	{ version: 'oldest', theme: 'storefront', hpos: true },
	{ version: 'oldest', theme: 'twentytwentyfive', hpos: false },
];

/** A real shop, n8n behind HTTPS with its workflows' credentials, and a local Kainic. */
export interface RealShop extends Stage {
	readonly variant: Variant;
	readonly shop: WooCommerceShop;
	/** The address of n8n that the shop knows. */
	readonly front: Front;
	readonly stored: readonly StoredCredential[];
	/** The browser of a new visitor. */
	visitor(): Promise<Visitor>;
}

interface OfProject {
	variant: Variant;
	opened: Omit<RealShop, 'visitor'>;
}

/** Adds the WP Consent API, and Complianz after its setup by a shop in Germany with its customers in the EU. */
export async function addBanner({ addPlugin, runPhp }: WooCommerceShop): Promise<void> {
	await addPlugin('wp-consent-api', 'wp-consent-api.php');
	await addPlugin('complianz-gdpr', 'complianz-gpdr.php');
	await runPhp(`cmplz_install_cookiebanner_table( true );
		require_once cmplz_path . 'cookiebanner/class-cookiebanner.php';
		$banner = new CMPLZ_COOKIEBANNER();
		$banner->title = 'Banner';
		$banner->default = true;
		$banner->save();
		update_option( 'cmplz_wizard_completed_once', true );
		update_option( 'cmplz_options', array( 'regions' => array( 'eu' ), 'country_company' => 'DE',
			'uses_ad_cookies' => 'yes', 'uses_ad_cookies_personalized' => 'yes',
			'enable_cookie_banner' => 'yes', 'enable_cookie_blocker' => 'yes' ) );`);
}

const scenario = base.extend<{ real: RealShop }, OfProject>({
	variant: [variants[0]!, { option: true, scope: 'worker' }],
	launchOptions: [async ({}, use) => await use(await chromiumForShops()), { scope: 'worker' }],
	opened: [
		async ({ variant }, use) => {
			const { folder: woocommerce } = woocommerceReleases()[variant.version];
			const fronts = await openFronts();
			const { theme, hpos } = variant;
			const shop = await openWooCommerceShop({ woocommerce, theme, hpos, url: fronts.shop.url });
			fronts.shop.target = shop.port;
			await addBanner(shop);
			report(`WooCommerce ${shop.versions.woocommerce}, ${theme}, HPOS ${hpos ? 'on' : 'off'}.`);
			const env = { ...n8nSettings.n8n3, NODE_EXTRA_CA_CERTS: fronts.certificate };
			const stage = await openStage({ env, report });
			fronts.n8n.target = stage.server.port;
			const data = { url: shop.url, ...shop.key, includeCredentialsInQuery: false };
			const woo = await createCredential(stage.n8n, {
				...{ name: 'WooCommerce account', type: 'wooCommerceApi', data },
			});
			const stored = [...Object.values(stage.credentials), woo];
			await use({ ...stage, variant, shop, front: fronts.n8n, stored });
			await Promise.all([stage.close(), shop.close()]);
			await fronts.close();
		},
		{ scope: 'worker', timeout: 0 },
	],
	real: async ({ opened, browser }, use) => {
		opened.emulator.reset();
		await deleteDataTables(opened.n8n);
		await withVisitors(browser, async (visitor) => await use({ ...opened, visitor }));
	},
});

export const test = (name: string, run: (real: RealShop) => Promise<void>): void =>
	scenario(name, async ({ real }) => await run(real));
