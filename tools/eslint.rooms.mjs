import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as importX from 'eslint-plugin-import-x';

/** Files below all rooms. */
const ground = '(failure|failure-codes|items|json|values|wait)';

/** The rooms of nodes/shared/, in the order in which an item passes them. */
const rooms = ['panel', 'send', 'output', 'prediction'];

/** Names of Kainic's API that mean nothing else. */
const apiNames = (() => {
	const source = readFileSync(join(import.meta.dirname, '../nodes/shared/kainic/api.ts'), 'utf8');
	const [, fields = ''] = /export const field = (\{[^}]+\})/.exec(source) ?? [];
	return [...fields.matchAll(/'(\w+_\w+)'/g)].map(([, name]) => name);
})();

/** The only modules that these files may import. */
const mayImport = (files, ...modules) => {
	const message = 'A room imports what an item has already passed, see CONTRIBUTING.md.';
	const patterns = [{ regex: `^(?!(${modules.join('|')})$)`, message }];
	return { files: [files].flat(), rules: { 'no-restricted-imports': ['error', { patterns }] } };
};

/** Only the files of nodes/shared/kainic/ name fields of the API. */
const noApiNames = (files, names) => {
	const name = `(${names.join('|')})`;
	const selectors = [
		...['Identifier[name', 'Literal[value', 'TemplateElement[value.raw'].map((each) => [
			`${each}=/^${name}$/]`,
			`${each}=/[?&]${name}=/]`,
		]),
	].flat();
	const message = 'Names of API fields are only in nodes/shared/kainic/.';
	const restricted = selectors.map((selector) => ({ selector, message }));
	return { files, rules: { 'no-restricted-syntax': ['error', 'ImportExpression', ...restricted] } };
};

/** Where each part of the published package may take from. Of several entries for a file, the last one counts. */
export const roomRules = [
	mayImport('nodes/*/**/*.ts', '\\./[\\w-]+', '\\.\\./shared/.+', 'n8n-workflow'),
	mayImport('nodes/shared/*.ts', '\\./.+', 'n8n-workflow'),
	mayImport(
		`nodes/shared/${ground.replaceAll('|', ',').replace(/\((.*)\)/, '{$1}')}.ts`,
		`\\./${ground}`,
		'n8n-workflow',
	),
	mayImport('nodes/shared/kainic/*.ts', '\\./[\\w-]+', `\\.\\./${ground}`),
	...rooms.map((room, index) =>
		mayImport(
			`nodes/shared/${room}/*.ts`,
			...['\\./[\\w-]+', '\\.\\./operation', `\\.\\./${ground}`, 'n8n-workflow'],
			`\\.\\./(kainic|${rooms.slice(0, index + 1).join('|')})/[\\w-]+`,
		),
	),
	mayImport('credentials/*.ts', '\\.\\./nodes/shared/kainic/[\\w-]+', 'n8n-workflow'),
	noApiNames(['nodes/**/*.ts'], apiNames),
	noApiNames(
		['credentials/*.ts'],
		apiNames.filter((name) => name !== 'api_key'),
	),
	{
		files: ['nodes/shared/kainic/*.ts'],
		rules: { 'no-restricted-syntax': ['error', 'ImportExpression'] },
	},
	{
		files: ['nodes/**/*.ts'],
		ignores: ['nodes/shared/send/request.ts'],
		rules: { 'no-restricted-properties': ['error', { property: 'httpRequestWithAuthentication' }] },
	},
	{
		files: ['nodes/**/*.ts', 'credentials/*.ts'],
		plugins: { 'import-x': importX.default ?? importX },
		settings: {
			'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts'] })],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
		},
		rules: { 'import-x/no-cycle': 'error' },
	},
];
