import root from '../../package.json';

/** The package.json of n8n-nodes-kainic-cloud, made from the package.json of the package with four nodes. */
export function cloudManifest() {
	const { scripts: _, devDependencies: __, 'release-it': ___, prettier: ____, ...kept } = root;
	return {
		...kept,
		name: `${root.name}-cloud`,
		description:
			'One n8n node for the Kainic personalization engine, made for n8n Cloud: events, recommendations, experiments, catalogs',
		files: ['dist', 'examples', 'CHANGELOG.md'],
		n8n: { ...root.n8n, nodes: ['dist/nodes/Kainic/Kainic.node.js'] },
	};
}
