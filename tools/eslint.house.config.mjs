import { join } from 'node:path';
import n8nNodesBasePlugin from 'eslint-plugin-n8n-nodes-base';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { roomRules } from './eslint.rooms.mjs';

/** Rules that n8n's own scanner switches off, for its reasons. */
const notForCommunityNodes = {
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

/** Of the package with four nodes, and of the package with one node. */
const nodes = ['nodes/**/*.ts', 'tools/one/nodes/**/*.ts'];
const manifests = ['package.json'];

/**
 * Our own rules, for all code, and the newest of n8n's for nodes; n8n's strict rules for the package
 * are in eslint.config.mjs.
 */
export default defineConfig(
	globalIgnores(['dist/', '**/node_modules/', 'coverage/', 'docs/']),
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: { eqeqeq: 'error', 'no-unreachable': 'error', 'no-self-compare': 'error' },
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: join(import.meta.dirname, '..') },
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-assertions': [
				'error',
				{ assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
			],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
			'@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
			// Values of unknown type become text here on purpose; functions are async to satisfy an
			// interface; interfaces have no `this` to lose.
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/unbound-method': 'off',
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
		},
	},
	{
		// Jest's matchers and parsed JSON are `any`, and a test fails where they are not what it says.
		files: ['test/**/*.ts'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
		},
	},
	{
		files: [...nodes, 'credentials/**/*.ts'],
		rules: {
			'no-console': 'error',
			'no-restricted-syntax': ['error', 'ImportExpression'],
			'max-lines': ['warn', { max: 220, skipBlankLines: true, skipComments: true }],
			'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
			// `as const` stays allowed; any other assertion would silence the compiler.
			'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
		},
	},
	...roomRules,
	{
		// Sources of Code nodes: the body of a function. A test checks the names in what is generated from them.
		files: ['examples/src/**/*.js'],
		languageOptions: { sourceType: 'commonjs' },
		rules: {
			'no-use-before-define': ['error', { functions: false }],
			'prefer-const': 'error',
			'no-var': 'error',
		},
	},
	{
		files: [...manifests, 'credentials/**/*.ts', ...nodes],
		plugins: { 'n8n-nodes-base': n8nNodesBasePlugin },
	},
	{
		files: manifests,
		languageOptions: { parser: tseslint.parser },
		rules: n8nNodesBasePlugin.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		rules: { ...n8nNodesBasePlugin.configs.credentials.rules, ...notForCommunityNodes },
	},
	{
		files: nodes,
		rules: { ...n8nNodesBasePlugin.configs.nodes.rules, ...notForCommunityNodes },
	},
);
