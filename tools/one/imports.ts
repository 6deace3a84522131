import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../n8n/recipe';

export interface Imports {
	/** The given files and all that they import, by path from the root. */
	readonly files: ReadonlySet<string>;
	/** The packages that any of them imports. */
	readonly packages: ReadonlySet<string>;
}

/** Follows the imports of some files of this repository. */
export function importsOf(entries: readonly string[]): Imports {
	const files = new Set<string>();
	const packages = new Set<string>();
	const visit = (file: string): void => {
		if (files.has(file)) return;
		files.add(file);
		if (!/\.(ts|js)$/.test(file)) return;
		const text = readFileSync(join(repositoryRoot, file), 'utf8');
		for (const { fileName } of ts.preProcessFile(text).importedFiles) {
			if (fileName.startsWith('.')) visit(resolved(join(dirname(file), fileName)));
			else if (!fileName.startsWith('node:')) packages.add(packageOf(fileName));
		}
	};
	entries.forEach(visit);
	return { files, packages };
}

function resolved(path: string): string {
	const base = normalize(path).replace(/\.js$/, '');
	const found = [base, `${base}.ts`, `${base}.js`, `${base}/index.ts`].find(
		(file) => /\.\w+$/.test(file) && existsSync(join(repositoryRoot, file)),
	);
	if (found === undefined) throw new Error(`${path} was not found.`);
	return found;
}

function packageOf(specifier: string): string {
	return specifier
		.split('/')
		.slice(0, specifier.startsWith('@') ? 2 : 1)
		.join('/');
}
