import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runMain } from '../n8n/main';
import { repositoryRoot } from '../n8n/recipe';

const start = 'README.md';
const read = (page: string) => readFileSync(path.join(repositoryRoot, page), 'utf8');

/** Words without pictures, comments, addresses of links and the signs of Markdown. */
export function countWords(markdown: string): number {
	const text = markdown.replaceAll(/<!--.*?-->|!\[.*?\]\(.*?\)|\]\([^)]*\)/gs, ' ');
	return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/**
 * The pages that a reader needs. In the README, only steps count: the rest leads to what else there is. On the page
 * of a shop, each link counts, except in a line for the curious or for a developer.
 */
function needed(page: string): string[] {
	const isPart = page === start ? /^\d+\. / : /^(?!.*(?:[Ff]or the curious|developer))/;
	const lines = read(page)
		.split('\n')
		.filter((line) => isPart.test(line));
	const links = lines.flatMap((line) => [...line.matchAll(/\]\((?!https?:)([^)#]+\.md)/g)]);
	return links.map(([, target = '']) => path.join(path.dirname(page), target));
}

/** What an owner reads to connect a shop. */
export function pathOf(shop: string): { readonly pages: readonly string[]; words: number } {
	const page = `docs/shops/${shop}.md`;
	const pages = [...new Set([start, page, ...[start, page].flatMap(needed)])];
	return { pages, words: pages.reduce((sum, each) => sum + countWords(read(each)), 0) };
}

if (require.main === module)
	runMain(() => {
		for (const shop of ['woocommerce', 'shopify', 'other']) {
			const { pages, words } = pathOf(shop);
			console.log(`${shop}: ${words} words, ${pages.join(', ')}`);
		}
		return Promise.resolve(0);
	});
