import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../n8n/recipe';

const sources = path.join(repositoryRoot, 'examples/src');

/**
 * The example workflows by path, each as n8n imports it: `examples/src/<name>.json` with the source of
 * each Code node, `"@file:<path>"`, in its place. Throws if a source is missing.
 */
export function generatedExamples(): ReadonlyMap<string, string> {
	const files = readdirSync(sources).filter((file) => file.endsWith('.json'));
	return new Map(files.map((file) => [`examples/${file}`, withSources(read(file))]));
}

function withSources(workflow: string): string {
	return workflow.replace(/"@file:([^"]+)"/g, (_, file: string) => {
		return JSON.stringify(sourceOf(file).trimEnd());
	});
}

/** What a source names in `global … -- <file>` comments at its top stands at its end. */
function sourceOf(file: string): string {
	const parts: string[] = [];
	const own = read(file).replace(/^\/\* global .* -- (\S+) \*\/\n\n?/gm, (_, shared: string) => {
		parts.push(read(shared));
		return '';
	});
	return [own, ...parts].join('\n');
}

function read(file: string): string {
	return readFileSync(path.join(sources, file), 'utf8');
}
