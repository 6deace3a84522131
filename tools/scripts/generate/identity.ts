import { existsSync } from 'node:fs';
import path from 'node:path';
import { packageNodes } from '../../n8n/package-nodes';
import { repositoryRoot } from '../../n8n/recipe';
import { SetupError } from '../../n8n/setup-error';
import { author, name, repository, version } from '../../../package.json';
import { broken, read, withBlock } from './table';

/** The address of the repository in a browser. */
export const repositoryUrl = repository.url.replace(/^git\+|\.git$/g, '');

/** The address at which GitHub serves a file of the repository. Throws if there is no such file. */
export function pageUrl(file: string): string {
	if (existsSync(path.join(repositoryRoot, file))) return `${repositoryUrl}/blob/main/${file}`;
	throw new SetupError(`Links lead to ${file}, which is missing. Write it first.`);
}

/** The files that name the package, its owner or its pages, by path from the root, as package.json has them. */
export function generatedIdentity(): ReadonlyMap<string, string> {
	const [owner = ''] = new URL(repositoryUrl).pathname.slice(1).split('/');
	const credential = 'credentials/KainicApi.credentials.ts';
	const form = '.github/ISSUE_TEMPLATE/config.yml';
	const plugin = 'examples/shop/woocommerce/kainic.php';
	return new Map([
		...packageNodes.map(codexFile),
		[credential, withLine(credential, /\tdocumentationUrl =\s.*/, documentationUrl())],
		[plugin, withLine(plugin, / \* Version: .*/, ` * Version: ${version}`, withAuthor(plugin))],
		[form, withLine(form, /url: .*/, `url: ${pageUrl('SECURITY.md')}`)],
		['LICENSE', withLine('LICENSE', /(?<=\(c\) \d+ ).*/, author.name)],
		['.github/CODEOWNERS', `* @${owner}\n`],
		...['SECURITY.md', 'CODE_OF_CONDUCT.md'].map(
			(file) => [file, withBlock(read(file), 'contact', author.email)] as const,
		),
	]);
}

/** No badge asks npm, because the package may not be on npm yet. */
export function badges(): string {
	const shields = 'https://img.shields.io';
	return [
		`![runtime dependencies: none](${shields}/badge/runtime_dependencies-none-2ea44f)`,
		`[![licence: MIT](${shields}/badge/licence-MIT-blue)](LICENSE)`,
	].join(' ');
}

const withAuthor = (plugin: string) =>
	withLine(plugin, / \* Author: .*/, ` * Author: ${author.name}`);

function documentationUrl(): string {
	return broken('documentationUrl =', `'${pageUrl('docs/credential.md')}';`);
}

function codexFile({ className, type, page }: (typeof packageNodes)[number]): [string, string] {
	const file = `nodes/${className}/${className}.node.json`;
	const url = (title: string): RegExp =>
		new RegExp(`(?<="${title}": \\[\\s*\\{\\s*"url": ").*(?=")`);
	const text = [
		[/(?<="node": ").*(?=")/, `${name}.${type}`],
		[url('primaryDocumentation'), pageUrl(`docs/nodes/${page}.md`)],
		[url('credentialDocumentation'), pageUrl('docs/credential.md')],
	] as const;
	return [
		file,
		text.reduce((codex, [place, value]) => withLine(file, place, value, codex), read(file)),
	];
}

/** The text of a file with another value in one place. Throws if it has no such place. */
function withLine(file: string, place: RegExp, value: string, text = read(file)): string {
	if (place.test(text)) return text.replace(place, () => value);
	throw new Error(`${file} has no ${place.source}`);
}
