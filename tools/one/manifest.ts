import root from '../../package.json';
import { oneHomepage, oneName, oneRepository } from './names';

/** What a repository of a node needs besides the packages that its files import. */
const tools = [
	...['@n8n/node-cli', 'eslint', 'typescript', 'gulp', 'tsx', 'n8n-workflow', '@types/node'],
	...['jest', '@jest/test-sequencer', '@swc/core', '@swc/jest', '@types/jest'],
];

const build =
	'node -e "fs.rmSync(\'dist\', { recursive: true, force: true })" && tsc && gulp build:icons';

/** The package.json of the package with one node. @param imported packages that its files import */
export function oneManifest(imported: ReadonlySet<string>) {
	const { scripts: _, 'release-it': __, prettier: ___, ...kept } = root;
	const needed = new Set([...tools, ...imported]);
	const versions = Object.entries(root.devDependencies).filter(([name]) => needed.has(name));
	return {
		...kept,
		name: oneName,
		description:
			'One n8n node for the Kainic personalization engine: events, recommendations, experiments, catalogs',
		homepage: oneHomepage,
		repository: oneRepository,
		scripts: {
			build,
			lint: 'ESLINT_FLAGS=unstable_config_lookup_from_file n8n-node lint',
			test: 'jest',
			check: 'npm run lint && npm run build && npm test -- --ci',
		},
		files: ['dist', 'examples/*.json', 'CHANGELOG.md'],
		n8n: { ...root.n8n, nodes: ['dist/nodes/Kainic/Kainic.node.js'] },
		devDependencies: Object.fromEntries(versions),
	};
}
