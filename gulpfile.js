const { dest, src } = require('gulp');

/** Copies the icons and the codex files beside the compiled nodes, where n8n looks for them. */
function buildIcons() {
	return src(['{icons,nodes,credentials}/**/*.{svg,png}', 'nodes/**/*.node.json'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports['build:icons'] = buildIcons;
