import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { catalogProperties } from '../../nodes/KainicCatalog/properties';
import { eventProperties } from '../../nodes/KainicEvent/properties';
import { experimentProperties } from '../../nodes/KainicExperiment/properties';
import { predictProperties } from '../../nodes/KainicPredict/properties';

const root = path.resolve(__dirname, '../..');

const documents = [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
	...['bench/README.md', 'contract/README.md', 'emulator/README.md', 'harness/README.md'],
	...markdownIn('docs'),
	...markdownIn('docs/nodes'),
];

function markdownIn(folder: string): string[] {
	const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.md'));
	return names.map((name) => `${folder}/${name}`);
}

function read(document: string): string {
	return readFileSync(path.join(root, document), 'utf8');
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(document: string): string[] {
	return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);
}

describe.each(documents)('%s', (document) => {
	test('links to files and headings that exist', () => {
		for (const [, target = '', anchor] of read(document).matchAll(
			/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g,
		)) {
			const file = target === '' ? document : path.join(path.dirname(document), decodeURI(target));
			expect([target, existsSync(path.join(root, file))]).toEqual([target, true]);
			if (anchor !== undefined) expect(anchors(file)).toContain(anchor);
		}
	});
});

/** All files below a folder, as paths from the root. */
function filesBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

describe('the architecture', () => {
	const text = read('docs/architecture.md');
	const sources = ['nodes', 'emulator', 'test/e2e', 'test/unit'].flatMap(filesBelow);

	test('names files that exist', () => {
		const named = [...text.matchAll(/[\w./-]+\.ts\b/g)].map(([name]) => name);
		const isThere = (name: string) =>
			existsSync(path.join(root, name)) || sources.some((file) => file.endsWith(`/${name}`));
		const inExample = /Segments|segments\.ts/;
		expect(named.length).toBeGreaterThan(50);
		expect(named.filter((name) => !inExample.test(name) && !isThere(name))).toEqual([]);
	});

	test('explains words that the code uses', () => {
		const [, words = ''] = text.split('\n## Words\n');
		const [table = ''] = words.split('\n## ');
		const code = filesBelow('nodes').filter((file) => file.endsWith('.ts'));
		const all = code.map(read).join('\n');
		const explained = [...table.matchAll(/\*\*(\w+?)s?\*\*/g)].map(([, word = '']) => word);
		expect(explained.length).toBeGreaterThan(25);
		for (const word of explained) expect(all).toMatch(new RegExp(`\\b${word}s?\\b`));
	});
});

/** Internal names of all parameters and options that a user can set. */
function names(properties: readonly INodeProperties[]): string[] {
	return properties.flatMap(({ name, type, options }) => {
		if (type === 'notice') return [];
		if (name !== 'options' && name !== 'additionalFields') return [name];
		return (options ?? []).map((option) => option.name);
	});
}

/** Names of the options that hold for all items, since they take no expression. */
function fixedOptions(properties: readonly INodeProperties[]): string[] {
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	return options.flatMap((option) =>
		'noDataExpression' in option && option.noDataExpression === true ? [option.name] : [],
	);
}

function section(title: string): string {
	const [, text = ''] = read('README.md').split(`\n## ${title}\n`);
	return text.split('\n## ')[0] ?? '';
}

describe("the README's tables", () => {
	const panels: ReadonlyArray<[string, readonly INodeProperties[], string]> = [
		['Kainic Event', eventProperties, 'Kainic Event'],
		['Kainic Predict', predictProperties, 'Kainic Predict'],
		['Kainic Experiment', experimentProperties, 'Kainic Predict'],
		['Kainic Catalog', catalogProperties, 'Kainic Catalog'],
	];

	test.each(panels)('have every parameter of %s', (title, properties, similar) => {
		const text = section(title) + section(similar);
		const missing = names(properties).filter((name) => !text.includes(`\`${name}\``));
		expect(missing).toEqual([]);
	});

	test.each(panels)('say which options of %s hold for all items', (_title, properties, similar) => {
		const rows = section(similar).split('\n');
		const saidToBe = rows
			.filter((row) => /\| all items +\|/.test(row))
			.flatMap((row) =>
				[...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
			);
		expect(saidToBe.sort()).toEqual(fixedOptions(properties).sort());
	});
});
