const { dest, src } = require('gulp');

/** Copies icons, codex files and output previews beside the compiled nodes, where n8n looks for them. */
function buildIcons() {
	const files = [
		'{icons,nodes,credentials}/**/*.{svg,png}',
		'nodes/**/*.node.json',
		'nodes/**/__schema__/**/*.json',
	];
	return src(files, { base: '.', encoding: false }).pipe(dest('dist'));
}

exports['build:icons'] = buildIcons;
