import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { runMain } from '../n8n/main';
import { repositoryRoot } from '../n8n/recipe';
import { generatedApi } from './generate/api';

/** Writes every file that follows from something else, wholly or in a part, by its path from the root. */
async function main(): Promise<void> {
	// The nodes import it, and the documents follow from the nodes.
	write(generatedApi());
	const { generatedDocuments } = await import('./generate/documents');
	const { generatedExamples } = await import('./generate/examples');
	const { generatedIdentity } = await import('./generate/identity');
	const { generatedTranslations } = await import('./generate/translations');
	write(generatedIdentity());
	write(generatedDocuments());
	write(generatedTranslations());
	for (const [file, workflow] of generatedExamples()) {
		const filepath = path.join(repositoryRoot, file);
		const options = { ...(await resolveConfig(filepath, { editorconfig: true })), filepath };
		write(new Map([[file, await format(JSON.stringify(workflow), options)]]));
	}
}

function write(files: ReadonlyMap<string, string>): void {
	for (const [file, text] of files) {
		const target = path.join(repositoryRoot, file);
		if (readFileSync(target, 'utf8') === text) continue;
		writeFileSync(target, text);
		console.log(`${file} was written.`);
	}
}

runMain(
	main,
	'Usage: npm run generate\nWrites every file, or part of one, that follows from another file.',
);
