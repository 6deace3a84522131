import { pinnedVersion } from '../../n8n/recipe';
import { failureKinds } from '../../../nodes/shared/failure-codes';
import { badges, repositoryUrl } from './identity';
import { sharedOptionTable } from './options';
import { read, table, withBlock } from './table';

/** The documents, by path from the root, with the parts that follow from something else. */
export function generatedDocuments(): ReadonlyMap<string, string> {
	const readme = withForms(withBlock(read('README.md'), 'badges', `\n\n${badges()}\n\n`));
	return new Map([
		['README.md', withBlock(readme, 'versions', versions())],
		...['docs/shops/woocommerce.md', 'docs/shops/other.md'].map(
			(file) => [file, withDownloads(read(file))] as const,
		),
		withText('docs/errors.md', 'codes', codeTable()),
		withText('docs/performance.md', 'options of all nodes', sharedOptionTable()),
		['docs/shops/shopify.md', withCode(read('docs/shops/shopify.md'), 'kainic', 'cards')],
	]);
}

/** A link to the form of an issue leads to the form, not to its file. */
function withForms(text: string): string {
	return text.replaceAll(
		/https:\/\/\S+?\/issues\/new\?template=/g,
		`${repositoryUrl}/issues/new?template=`,
	);
}

function withDownloads(text: string): string {
	const address = /https:\/\/\S+?\/releases\/latest\/download\//g;
	return text.replaceAll(address, `${repositoryUrl}/releases/latest/download/`);
}

function withText(file: string, name: string, text: string) {
	return [file, withBlock(read(file), name, `\n\n${text}\n\n`)] as const;
}

/** Code for a theme, which Shopify's linter has read */
function withCode(text: string, ...names: readonly string[]): string {
	return names.reduce((page, name) => {
		const code = read(`examples/shop/shopify/${name}.liquid`).trim();
		return withBlock(page, `${name}.liquid`, `\n\n\`\`\`liquid\n${code}\n\`\`\`\n\n`);
	}, text);
}

/** Each code, what happened, and what the nodes do: try again, and stop other requests. */
function codeTable(): string {
	const again = { never: '', attempt: 'yes', load: 'as long as needed' };
	const stops = {
		request: '',
		tracker: 'this tracker',
		model: 'this model',
		experiment: 'this experiment',
		run: 'the run',
	};
	const rows = Object.entries(failureKinds).map(([code, { headline, retry, scope }]) => [
		...[`\`${code}\``, headline, again[retry], stops[scope]],
	]);
	return table([['code', 'what happened', 'tried again', 'stops'], ...rows]);
}

function versions(): string {
	return pinnedVersion(read('tools/n8n/n8n-2/package.json'));
}
