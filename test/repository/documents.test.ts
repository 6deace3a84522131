import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageNodes } from '../../tools/n8n/package-nodes';
import { contract } from '../support/contract';
import { countWords, pathOf } from '../../tools/scripts/count-paths';

const root = path.resolve(__dirname, '../..');

const folders = ['docs', 'tools/emulator', 'examples/src'];

const documents = [...markdownIn('.'), ...folders.flatMap((folder) => markdownIn(folder, true))];

function markdownIn(folder: string, recursive = false): string[] {
	const names = readdirSync(path.join(root, folder), { encoding: 'utf8', recursive });
	const documents = names.filter((name) => /\.md$/.test(name) && !/node_modules/.test(name));
	return documents.map((name) => path.join(folder, name));
}

const read = (document: string) => readFileSync(path.join(root, document), 'utf8');

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(document: string): string[] {
	return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

const links = documents.flatMap((document) => {
	const found = read(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g);
	return Array.from(found, ([link, target = '', anchor]) => ({ document, link, target, anchor }));
});

test.each(links)('$document has a link to what exists: $link', ({ document, target, anchor }) => {
	const file = target === '' ? document : path.join(path.dirname(document), decodeURI(target));
	expect(existsSync(path.join(root, file))).toBe(true);
	if (anchor !== undefined) expect(anchors(file)).toContain(anchor);
});

/** The package with one node has its README at its root, and the same pages. */
const linksOfOne = read('tools/one/README.md').matchAll(/\]\((?!https?:)([^)#]+)(?:#([^)]+))?\)/g);

test.each(Array.from(linksOfOne, ([, target = '', anchor]) => ({ target, anchor })))(
	'the README of the package with one node has a link to what exists: $target',
	({ target, anchor }) => {
		expect(existsSync(path.join(root, target))).toBe(true);
		if (anchor !== undefined) expect(anchors(target)).toContain(anchor);
	},
);

test("the page of Kainic's API names each field that is inferred", () => {
	const schemas = Object.values(contract.components.schemas);
	const fields = schemas.flatMap(({ properties = {} }) => Object.entries(properties));
	const inferred = fields.filter(([, field]) => field['x-kainic-source'] === 'inferred');
	const text = read('docs/kainic.md');
	expect(inferred.length).toBeGreaterThan(20);
	const names = inferred.map(([name]) => `\`${name}\``);
	expect(names.filter((name) => !text.includes(name))).toEqual([]);
});

const nodes = packageNodes.map(({ title }) => title);

test.each(nodes)('%s has a part of the README, and a place in the form for bugs', (title) => {
	expect(read('README.md')).toContain(`\n### ${title}\n`);
	expect(read('.github/ISSUE_TEMPLATE/bug.yml')).toContain(`- ${title}\n`);
});

test('the README names each workflow, and the page of the workflows has at most 90 words about it', () => {
	const files = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.json'));
	const parts = [...read('docs/examples.md').matchAll(/^### ([a-z-]+)\n(.*?)(?=^##|$(?![^]))/gms)];
	const described = parts.map(([, name = '']) => `${name}.json`);
	for (const [, , text = ''] of parts) expect(countWords(text)).toBeLessThanOrEqual(90);
	const inReadme = [...read('README.md').matchAll(/\(examples\/([\w.-]+\.json)\)/g)].map(
		([, name]) => name,
	);
	expect(new Set(described)).toEqual(new Set(files));
	expect(new Set(inReadme)).toEqual(new Set(files));
});

test.each(['woocommerce', 'shopify', 'other'])(
	'an owner with the shop %s opens the README and one page, and reads 2,600 words at most',
	(shop) => {
		const { pages, words } = pathOf(shop);
		expect(pages).toEqual(['README.md', `docs/shops/${shop}.md`]);
		expect(words).toBeLessThanOrEqual(2600);
		const text = pages.map(read).join('');
		expect(text).not.toMatch(/emulator|\bdemo\b/i);
	},
);

test('the paths of the shops name attributes that kainic.js reads, and webhooks that the workflows have', () => {
	const script = read('examples/shop/kainic.js');
	const paths = documents
		.filter((name) => /shops|kainic\.md/.test(name))
		.map(read)
		.join('\n');
	const attributes = paths.match(/(?<=[`\s])data-[a-z-]+/g) ?? [];
	// Any field of an event or of an answer can have another name.
	const unknown = attributes.filter(
		(name) => !/^data-(event|answer)-/.test(name) && !script.includes(name),
	);
	expect(new Set(unknown)).toEqual(new Set());
	expect(attributes.length).toBeGreaterThan(10);
	const webhooks = [...paths.matchAll(/YOUR-N8N\/webhook\/([\w-]+)/g)].map(([, name]) => name);
	const workflows = {
		...{ 'kainic-health': 'health', 'kainic-order': 'order-events-webhook' },
		'kainic-shop-events': 'shop-events',
	};
	expect(new Set(webhooks)).toEqual(new Set(Object.keys(workflows)));
	for (const [address, name] of Object.entries(workflows))
		expect(read(`examples/${name}.json`)).toContain(`"path": "${address}"`);
});

test('the questions for Kainic name each event and each field of kainic.js', () => {
	const [, table = ''] =
		/Events and their fields[^\n]*\n([^]*?) \* Each also has ([^.]+)/.exec(
			read('examples/shop/kainic.js'),
		) ?? [];
	const names = table
		.replaceAll(/\(.*?\)|and what the answer says/g, '')
		.match(/\b[a-z]+(_[a-z]+)*\b/g);
	const asked = read('docs/kainic.md');
	expect(names?.length).toBeGreaterThan(20);
	expect(names?.filter((name) => !asked.includes(`\`${name}\``))).toEqual([]);
});
