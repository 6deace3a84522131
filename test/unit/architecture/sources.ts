import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(__dirname, '../../..');

/** A TypeScript file; its path is relative to the root, with slashes, without `.ts`. */
export interface Source {
	path: string;
	text: string;
	file: ts.SourceFile;
}

/** The sources that are published, compiled: all of nodes/ and credentials/. */
export function publishedSources(): Source[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => {
				const text = readFileSync(path.join(root, folder, name), 'utf8');
				return parse(`${folder}/${name.split(path.sep).join('/')}`, text);
			}),
	);
}

/** @param fileName relative to the root, with `.ts` */
export function parse(fileName: string, text: string): Source {
	return {
		path: fileName.replace(/\.ts$/, ''),
		text,
		file: ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true),
	};
}

/** All nodes of the syntax tree but those of its comments, the root first. */
export function* walk(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of node.getChildren()) if (!ts.isJSDoc(child)) yield* walk(child);
}

/** Everything that a file imports, types included: paths relative to the root for files, names for packages. */
export function importsOf({ path: file, text }: Source): string[] {
	const { importedFiles } = ts.preProcessFile(text, true, true);
	return importedFiles.map(({ fileName }) => {
		const isFile = fileName.startsWith('.');
		return isFile ? path.posix.join(path.posix.dirname(file), fileName) : fileName;
	});
}
