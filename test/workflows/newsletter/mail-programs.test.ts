import { contrast } from '../../support/browser/contrast';
import { renderedTemplate } from '../../support/workflows/code-node';

/**
 * What the email consists of, and what https://www.caniemail.com (2026-06) says of Gmail, of Outlook for
 * Windows (which has the engine of Word), of Apple Mail and of Yahoo: the page there, and what we do about a
 * program without it. `everywhere`: all four support it as far as we use it.
 */
const features: Readonly<Record<string, readonly [page: string, what: string]>> = {
	'<!doctype>': ['html-doctype', 'Outlook ignores it.'],
	'<html>': ['html-lang', 'everywhere'],
	'<head>': ['html-style', 'everywhere'],
	'<meta>': ['html-meta-color-scheme', 'Only Apple Mail. The others show the light colours.'],
	'<title>': ['html-title', 'Nobody shows it.'],
	'<style>': [
		'html-style',
		'Not in Gmail with other accounts: two columns if they fit, light colours.',
	],
	'<body>': [
		'html-body',
		'Gmail and Yahoo make a <div> of it. The table around the email has its colour.',
	],
	'<div>': ['html-div', 'everywhere'],
	'<table>': ['html-table', 'everywhere'],
	'<tr>': ['html-table', 'everywhere'],
	'<td>': ['html-table', 'everywhere'],
	'<h1>': ['html-h1-h6', 'everywhere'],
	'<p>': ['html-p', 'everywhere'],
	'<a>': ['html-anchor-links', 'everywhere (addresses of the web)'],
	'<img>': ['html-img', 'everywhere. Without pictures, their background is shown.'],
	'[lang]': ['html-lang', 'everywhere'],
	'[charset]': ['html-lang', 'n8n also sends it as a header.'],
	'[name]': ['html-meta-color-scheme', 'Only Apple Mail. The others show the light colours.'],
	'[content]': ['html-meta-color-scheme', 'Only Apple Mail. The others show the light colours.'],
	'[class]': ['css-selector-class', 'Not in Gmail with other accounts: see <style>.'],
	'[data-ogsb]': ['css-selector-attribute', 'Only Outlook on the web and on a phone, in the dark.'],
	'[data-ogsc]': ['css-selector-attribute', 'Only Outlook on the web and on a phone, in the dark.'],
	'[style]': ['html-style', 'everywhere'],
	'[role]': ['html-role', 'Yahoo only on <table>.'],
	'[aria-label]': [
		'html-aria-label',
		'Not in Yahoo: a screen reader reads the address of the picture, and the button after the title.',
	],
	'[width]': ['html-width', 'everywhere'],
	'[height]': ['html-height', 'everywhere (pixels)'],
	'[align]': ['html-align', 'everywhere'],
	'[valign]': ['html-valign', 'everywhere'],
	'[cellpadding]': ['html-cellpadding', 'everywhere'],
	'[cellspacing]': ['html-cellspacing', 'everywhere'],
	'[border]': ['html-table', 'everywhere'],
	'[bgcolor]': ['css-background-color', 'everywhere, next to background-color'],
	'[alt]': ['html-img', 'everywhere'],
	'[src]': ['html-img', 'everywhere'],
	'[href]': ['html-anchor-links', 'everywhere (addresses of the web)'],
	'@media (max-width)': ['css-at-media', 'Not in Outlook: it has its own table of two columns.'],
	'@media (prefers-color-scheme)': [
		'css-at-media-prefers-color-scheme',
		'Only Apple Mail and Outlook on the web. The others show the light colours, or their own.',
	],
	'!important': ['css-important', 'Only in <style>, in small letters, after a space.'],
	'background-color': ['css-background-color', 'everywhere'],
	border: ['css-border', 'everywhere'],
	'border-color': ['css-border', 'everywhere'],
	'border-radius': ['css-border-radius', 'Outlook shows corners.'],
	'border-top': ['css-border', 'everywhere (on cells)'],
	color: ['css-background-color', 'everywhere'],
	'color-scheme': ['css-color-scheme', 'Only Apple Mail. The others show the light colours.'],
	'supported-color-schemes': ['html-meta-color-scheme', 'Older versions of Apple Mail.'],
	display: ['css-display', 'Outlook knows only `none`: it has a table of its own.'],
	'font-family': ['css-font', 'everywhere'],
	'font-size': ['css-font-size', 'everywhere (pixels)'],
	'font-weight': ['css-font-weight', 'everywhere (`bold`)'],
	height: ['css-height', 'Outlook only on cells and pictures, Yahoo as min-height.'],
	'line-height': ['css-line-height', 'Outlook adds some pixels.'],
	margin: ['css-margin', 'everywhere (not negative, not `auto`)'],
	'max-width': [
		'css-max-width',
		'Outlook only on tables: the cells of its own table have a width.',
	],
	'object-fit': ['css-object-fit', 'Only Apple Mail and Gmail. The width of a picture is `auto`.'],
	padding: ['css-padding', 'Outlook only on cells: they have the same padding.'],
	'text-align': ['css-text-align', 'everywhere'],
	'text-decoration': ['css-text-decoration', 'everywhere'],
	'vertical-align': ['css-vertical-align', 'everywhere'],
	width: ['css-width', 'Outlook only on tables and cells.'],
};

const shop = {
	...{ shop_name: 'Upland', subject: 'Chosen for you', button: 'Show product', language: 'en' },
	unsubscribe_url: 'https://shop.example/unsubscribe?email=',
};

const shoe = { title: 'Shoe', url: 'https://shop.example/p', image: '', price: '€19.50' };

const customer = {
	...{ email: 'ada@customer.example', name: ' Ada' },
	products: [shoe, { ...shoe, image: 'https://shop.example/p.jpg', price: '' }, shoe],
};

const written = (settings: object = {}): string => {
	const json = { ...shop, ...settings };
	return String(
		renderedTemplate('newsletter.json', 'Send Email', {
			$json: customer,
			$: (node: string) => ({ first: () => ({ json: node === 'Your Shop' ? json : customer }) }),
		}),
	);
};

const html = written();

const matches = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, found = '']) => found);

/** Declarations of styles, those in <style> too. */
const sheet = matches(html, /<style>([\s\S]*?)<\/style>/g).join('');
const styles = [...matches(html, /style="([^"]*)"/g), ...matches(sheet, /\{([^{}]*)\}/g)];
const declarations = styles.flatMap((style) =>
	style
		.split(';')
		.map((each) => each.trim())
		.filter((each) => each !== ''),
);
const tags = html.match(/<[a-z!][^<>]*>/gi) ?? [];

test('the email has nothing whose support by mail programs was not looked up', () => {
	const used = new Set([
		...matches(html, /<(!?[a-z][a-z0-9]*)/g).map((name) => `<${name}>`),
		...tags.flatMap((tag) => matches(tag, / ([a-z-]+)="/g)).map((name) => `[${name}]`),
		...matches(sheet, /(\[data-[a-z]+\])/g),
		...matches(sheet, /@media \(([a-z-]+)/g).map((name) => `@media (${name})`),
		...declarations.map((each) => each.replace(/\s*:.*$/s, '')),
		...(sheet.includes('!important') ? ['!important'] : []),
	]);
	const sorted = (names: Iterable<string>) => [...names].sort();
	expect(sorted(used)).toEqual(sorted(Object.keys(features)));
});

test('Gmail, which drops a whole <style> with a selector that it does not know, keeps the first', () => {
	const sheets = matches(html, /<style>([\s\S]*?)<\/style>/g);
	expect(sheets.map((each) => each.includes('[data-ogs'))).toEqual([false, true]);
});

test('the email uses what mail programs support in part only where they support it', () => {
	const values = (name: string) =>
		declarations.flatMap((each) =>
			each.startsWith(`${name}:`) ? each.slice(name.length + 1) : [],
		);
	// Gmail, Outlook and Yahoo have no negative margin, and Outlook no `auto`.
	expect(values('margin').filter((value) => /-|auto/.test(value))).toEqual([]);
	expect(values('font-size').filter((value) => !/^ ?\d+(px)?$/.test(value))).toEqual([]);
	expect(values('font-weight').filter((value) => value !== 'bold')).toEqual([]);
	// In the style of an element, Outlook ignores the whole declaration.
	expect(matches(html, /style="([^"]*!important[^"]*)"/g)).toEqual([]);
	// Outlook has padding on cells only.
	expect(html).toMatch(
		/<!--\[if mso\]><td [^>]*style="padding:8px;"><!\[endif\]--><div[^>]*><div style="padding:8px;">/,
	);
	expect(matches(html, /<a [^>]*padding([^"]*)"/g)).toEqual([]);
});

test.each([
	['#1a56b8', '#1a56b8'],
	['#FFD400 ', '#FFD400'],
	['#777777', '#777777'],
	['red;}', '#1a56b8'],
	[null, '#1a56b8'],
])('the letters of a button can be read on the colour %j of the shop', (color, shown) => {
	const buttons = written({ color }).matchAll(
		/bgcolor="([^"]+)" style="border[^>]*><a [^>]*;color:(#\w{6})/g,
	);
	const pairs = [...buttons].map(([, back = '', letters = '']) => [back, letters] as const);
	expect(pairs).toHaveLength(3);
	for (const [back, letters] of pairs) {
		expect(back).toBe(shown);
		expect(contrast(back, letters)).toBeGreaterThanOrEqual(4.5);
	}
});

test('the logo of the shop is an address of the web, and its name is there without pictures', () => {
	const logo = 'https://shop.example/logo.png?a="';
	expect(written({ logo })).toMatch(
		/<img src="[^"]+logo.png\?a=&#34;" alt="Upland" [^>]*font-weight:bold/,
	);
	for (const wrong of ['', null, 'logo.png', 'javascript:alert(1)'])
		expect(matches(written({ logo: wrong }), /(<img src="[^"]*")/g)).toHaveLength(1);
});

test('a list of mails shows the products next to the subject, and then nothing else', () => {
	const [hidden] = matches(html, /<div style="display:none;">([^<]*)<\/div>/g);
	expect(hidden).toMatch(/^Shoe €19.50, Shoe, Shoe €19.50(&#847;&#8204;&#160;){90}$/);
	expect(html.indexOf('display:none')).toBeLessThan(html.indexOf('<table'));
});
