import { defineConfig } from '@playwright/test';
import type { N8nMajor } from '../tools/n8n';
import { isNightly } from './support/nightly';
import { variants, type Variant } from './real-shops/woocommerce/woocommerce-stage';

/** What takes minutes, a rare trouble, or a further example of the same rule. */
const isNight = isNightly || process.env['KAINIC_NIGHT_TOO'] !== undefined;
const grepInvert = isNight ? [] : [/@night/];

/** What a user meets in n8n's editor and in our tools. Some scenarios of the night take pictures. */
const editor = ['**/test/editor/*.scenario.ts', '**/test/tools/**/*.scenario.ts'];
/** Orders of many shops, with n8n's own nodes for them, for as long as all other workflows take. */
const orders = '**/histories/*.scenario.ts';
const workflows = ['**/test/workflows/**/*.scenario.ts', '**/with-n8n/*.scenario.ts'];

/** Scenarios of minutes about what does not depend on the version, the theme or the storage of orders. */
const inOneShop = ['many-orders', 'events-and-boxes', 'what-it-brought'].map(
	(name) => `**/${name}.ts`,
);

/** Each project has an n8n of its own. They may run beside each other. */
export default defineConfig<object, { major: N8nMajor; variant: Variant }>({
	testDir: '.',
	timeout: 0,
	workers: 1,
	// Each failure starts n8n again.
	maxFailures: 5,
	reporter: 'list',
	use: {
		testIdAttribute: 'data-test-id',
		actionTimeout: 60_000,
		navigationTimeout: 60_000,
		screenshot: 'only-on-failure',
		// A film of it would cost as much of the processor as n8n does.
		trace: { mode: 'retain-on-failure', screenshots: false },
	},
	projects: [
		{
			name: 'editor',
			grepInvert: process.env['KAINIC_PICTURES'] ? [] : grepInvert,
			testMatch: editor,
		},
		{ name: 'workflows', grepInvert, testMatch: workflows, testIgnore: orders },
		{ name: 'orders', grepInvert, testMatch: orders },
		/** The script of a shop in pages of shops, without n8n. */
		{ name: 'shop-script', grepInvert, testMatch: '**/shop-script/*.scenario.ts' },
		/** What runs with the settings of n8n 2 too. Everything else has the settings of n8n 3 only. */
		{
			name: 'workflows-n8n-2',
			grep: isNight ? /@n8n-2/ : /@n8n-2(?!-night)/,
			grepInvert,
			use: { major: 'n8n2' },
			testMatch: [...editor, ...workflows],
			testIgnore: orders,
		},
		{ name: 'queue', testDir: 'queue/scenarios', testMatch: '*.ts' },
		/** A real OpenCart, whose database says what Kainic should have got. */
		{
			name: 'real-shops opencart',
			testDir: 'real-shops/opencart/scenarios',
			testMatch: '*.ts',
		},
		/** A browser in WooCommerce, whose database says what Kainic should have got. */
		...variants.map((variant, index) => ({
			name: `real-shops ${Object.values(variant).join(' ')}`,
			use: { variant },
			testDir: 'real-shops/woocommerce/scenarios',
			testMatch: '*.ts',
			testIgnore: index === 0 ? [] : inOneShop,
		})),
		{ name: 'soak', testDir: 'soak', testMatch: 'soak.ts' },
	],
});
