import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Linter } from 'eslint';
import { objectOf } from '../../../tools/n8n/json';
import { generatedApi } from '../../../tools/scripts/generate/api';
import { generatedDocuments } from '../../../tools/scripts/generate/documents';
import { generatedExamples } from '../../../tools/scripts/generate/examples';
import { generatedIdentity } from '../../../tools/scripts/generate/identity';
import { generatedTranslations } from '../../../tools/scripts/generate/translations';

const root = path.resolve(__dirname, '../../..');

const files = [generatedApi(), generatedIdentity(), generatedDocuments(), generatedTranslations()];

test.each(files.flatMap((generated) => [...generated]))(
	'%s is what `npm run generate` writes',
	(file, text) => {
		expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
	},
);

const examples = [...generatedExamples()];

test.each(examples)('%s is what `npm run generate` writes', (file, workflow) => {
	const written: unknown = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
	// The order counts too. The format is checked by Prettier.
	expect(JSON.stringify(written, null, '\t')).toBe(JSON.stringify(workflow, null, '\t'));
});

test('each workflow has a source', () => {
	const written = readdirSync(path.join(root, 'examples')).filter((file) => file.endsWith('.json'));
	expect(examples.map(([file]) => path.basename(file)).sort()).toEqual(written.sort());
});

const scripts = examples.flatMap(([file, { nodes }]) =>
	nodes.flatMap(({ name, parameters }) => {
		const { jsCode } = objectOf(parameters, String(name));
		return jsCode === undefined ? [] : [{ node: `${file}: ${String(name)}`, jsCode }];
	}),
);

/** What n8n puts around the source of a Code node. */
const around = ['$', '$input', '$execution', '$workflow', 'Buffer', 'DateTime'];

test.each(scripts)('$node includes each function that it calls, and no other', ({ jsCode }) => {
	const found = new Linter().verify(String(jsCode), {
		languageOptions: {
			parserOptions: { ecmaFeatures: { globalReturn: true } },
			sourceType: 'script',
			globals: Object.fromEntries(around.map((name) => [name, 'readonly'])),
		},
		rules: {
			'no-undef': 'error',
			'no-redeclare': 'error',
			'no-unused-vars': ['error', { ignoreRestSiblings: true }],
		},
	});
	expect(found.map(({ line, message }) => `${line}: ${message}`)).toEqual([]);
});
