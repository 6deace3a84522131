import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { check } from '@shopify/theme-check-node';
import { temporaryFolder } from '../../tools/n8n/cleanup';

const shop = path.resolve(__dirname, '../../examples/shop');
const read = (name: string) => readFileSync(path.join(shop, 'shopify', name), 'utf8');

/** A theme as its owner has it after the page for Shopify. */
async function offensesOf(tag: string): Promise<string[]> {
	const { path: theme, remove } = temporaryFolder('theme');
	for (const folder of ['assets', 'layout', 'locales', 'sections'])
		mkdirSync(path.join(theme, folder));
	cpSync(path.join(shop, 'kainic.js'), path.join(theme, 'assets/kainic.js'));
	const layout = `<!doctype html>
<html lang="{{ request.locale.iso_code }}">
<head>{{ content_for_header }}
${tag}</head>
<body>{{ content_for_layout }}</body>
</html>
`;
	writeFileSync(path.join(theme, 'layout/theme.liquid'), layout);
	writeFileSync(path.join(theme, 'sections/cards.liquid'), read('cards.liquid'));
	const offenses = await check(theme);
	remove();
	return offenses.map(({ check: name, message }) => `${name}: ${message}`);
}

// Without it, theme-check fetches a newer description of Liquid from GitHub.
beforeAll(() => (process.env['SHOPIFY_TLD_ROOT'] = 'none'));

test("Shopify's linter finds nothing in the code for a theme", async () => {
	expect(await offensesOf(read('kainic.liquid'))).toEqual([]);
});

test.each([
	['an object that Shopify does not have', 'shop.currency', 'store.currency'],
	['a file that the theme does not have', 'kainic.js', 'kanic.js'],
	['a script that holds the page', '  defer\n', ''],
])('the linter finds %s', async (_, right, wrong) => {
	expect(await offensesOf(read('kainic.liquid').replace(right, wrong))).toHaveLength(1);
});
