import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(__dirname, '../../..');

/** A TypeScript file; its path is relative to the root, with slashes, without `.ts`. */
export interface Source {
	path: string;
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
		file: ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true),
	};
}

/** All nodes of the syntax tree but those of its comments, the root first. */
export function* walk(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of node.getChildren()) if (!ts.isJSDoc(child)) yield* walk(child);
}

/**
 * Everything that a file imports, in whatever form, types included: paths relative to the root for
 * files, names for packages.
 */
export function importsOf(source: Source): string[] {
	return [...walk(source.file)]
		.map(importedModule)
		.filter((name) => name !== undefined)
		.map((name) => (name.startsWith('.') ? resolve(source, name) : name));
}

function resolve(source: Source, name: string): string {
	return path.posix.join(path.posix.dirname(source.path), name).replace(/\.[jt]s$/, '');
}

function importedModule(node: ts.Node): string | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
		return textOf(node.moduleSpecifier);
	}
	if (ts.isExternalModuleReference(node)) return textOf(node.expression);
	if (ts.isImportTypeNode(node)) {
		return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
	}
	if (!ts.isCallExpression(node)) return undefined;
	const { expression } = node;
	const loads =
		expression.kind === ts.SyntaxKind.ImportKeyword ||
		(ts.isIdentifier(expression) && expression.text === 'require');
	return loads ? (textOf(node.arguments[0]) ?? '(computed)') : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
	return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The number of lines that hold code: neither empty nor comment alone. */
export function countCodeLines({ file }: Source): number {
	const lines = new Set<number>();
	for (const node of walk(file)) {
		if (node.getChildCount() > 0 || node.getWidth() === 0) continue;
		const first = file.getLineAndCharacterOfPosition(node.getStart()).line;
		const last = file.getLineAndCharacterOfPosition(node.getEnd()).line;
		for (let line = first; line <= last; line += 1) lines.add(line);
	}
	return lines.size;
}
