import root from '../../package.json';
import { oneHomepage, oneName, oneRepository } from './names';

/** What a repository of a node needs. */
const needed = [
	'@n8n/node-cli',
	'eslint',
	'typescript',
	'gulp',
	'tsx',
	'n8n-workflow',
	'@types/node',
];

const build =
	'node -e "fs.rmSync(\'dist\', { recursive: true, force: true })" && tsc && gulp build:icons';

/** The package.json of the package with one node. */
export function oneManifest() {
	const { scripts: _, 'release-it': __, prettier: ___, ...kept } = root;
	const versions = Object.entries(root.devDependencies).filter(([name]) => needed.includes(name));
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
			check: 'npm run lint && npm run build',
		},
		files: ['dist', 'examples/*.json', 'CHANGELOG.md'],
		n8n: { ...root.n8n, nodes: ['dist/nodes/Kainic/Kainic.node.js'] },
		devDependencies: Object.fromEntries(versions),
	};
}
