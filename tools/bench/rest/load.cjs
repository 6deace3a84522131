// Plain JavaScript: a compiler that loads along would stand in the clock and in the memory.
const { createRequire } = require('node:module');

/**
 * Loads the package in a folder with the loader of the n8n whose command-line entry is given, and
 * prints how long that took. What a running n8n has loaded anyway is loaded before the clock starts.
 */
async function main(n8nEntry, directory) {
	// This script's own `require` would find the n8n-core of the checkout.
	const requireAsN8n = createRequire(n8nEntry);
	requireAsN8n('reflect-metadata');
	requireAsN8n('n8n-workflow');
	const { PackageDirectoryLoader } = requireAsN8n('n8n-core');

	const start = performance.now();
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	const milliseconds = performance.now() - start;

	failOnSecondWorkflow();
	console.log(JSON.stringify({ milliseconds, nodes: Object.keys(loader.nodeTypes).length }));
}

/** A package that finds another n8n-workflow than n8n's own pays for what n8n would not let it pay. */
function failOnSecondWorkflow() {
	const entry = /[\\/]n8n-workflow[\\/]dist[\\/]\w+[\\/]index\.js$/;
	const loaded = Object.keys(require.cache).filter((path) => entry.test(path));
	if (loaded.length !== 1) throw new Error(`n8n-workflow is loaded from: ${loaded.join(', ')}`);
}

const [n8nEntry, directory] = process.argv.slice(2);
void main(n8nEntry, directory);
