import { printReport as report } from '../../../tools/n8n';
import { woocommerceReleases } from '../releases';
import {
	shopTest,
	withScenario,
	withShop,
	type Addresses,
	type OpenedShop,
	type ShopStage,
} from '../shop-stage';
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

export interface RealShop extends ShopStage<WooCommerceShop> {
	readonly variant: Variant;
}

interface OfProject {
	variant: Variant;
	opened: OpenedShop<WooCommerceShop>;
}

/** Adds the WP Consent API, and Complianz after its setup by a shop in Germany with its customers in the EU. */
async function addBanner({ addPlugin, runPhp }: WooCommerceShop): Promise<void> {
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

async function buildVariant(variant: Variant, { shop: url }: Addresses): Promise<WooCommerceShop> {
	const { version, theme, hpos } = variant;
	const { folder: woocommerce } = woocommerceReleases()[version];
	const shop = await openWooCommerceShop({ woocommerce, theme, hpos, url });
	await addBanner(shop);
	report(`WooCommerce ${shop.versions.woocommerce}, ${theme}, HPOS ${hpos ? 'on' : 'off'}.`);
	return shop;
}

const accountOf = ({ url, key }: WooCommerceShop) => ({
	...{ name: 'WooCommerce account', type: 'wooCommerceApi' },
	data: { url, ...key, includeCredentialsInQuery: false },
});

const scenario = shopTest.extend<{ real: RealShop }, OfProject>({
	variant: [variants[0]!, { option: true, scope: 'worker' }],
	opened: [
		async ({ variant }, use) =>
			await withShop(async (addresses) => await buildVariant(variant, addresses), accountOf, use),
		{ scope: 'worker', timeout: 0 },
	],
	real: async ({ opened, variant, browser }, use) =>
		await withScenario(opened, browser, async (real) => await use({ ...real, variant })),
});

export const test = (name: string, run: (real: RealShop) => Promise<void>): void =>
	scenario(name, async ({ real }) => await run(real));
