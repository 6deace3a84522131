import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../harness/recipe';
import { messageOf } from '../harness/setup-error';
import { generatedDocuments } from './generate/documents';
import { generatedExamples } from './generate/examples';

/** Every file that follows from something else, wholly or in a part, by its path from the root. */
export function generatedFiles(): ReadonlyMap<string, string> {
	const examples = [...generatedExamples()].map(
		([file, text]) => [`examples/${file}`, text] as const,
	);
	return new Map([...examples, ...generatedDocuments()]);
}

function main(): void {
	for (const [file, text] of generatedFiles()) {
		const target = path.join(repositoryRoot, file);
		if (readFileSync(target, 'utf8') === text) continue;
		writeFileSync(target, text);
		console.log(`${file} was written.`);
	}
}

if (require.main === module) {
	try {
		main();
	} catch (error) {
		console.error(messageOf(error));
		process.exitCode = 1;
	}
}
