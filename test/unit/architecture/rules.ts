import ts from 'typescript';
import { field } from '../../../nodes/shared/kainic/api';
import { importsOf, walk, type Source } from './sources';

/** Files below all rooms. */
const ground = 'nodes/shared/(event-loop|failure|failure-codes|json|values)$';

/** The rooms of nodes/shared/, in the order in which an item passes them. */
const rooms = ['panel', 'send', 'output', 'prediction'];

/**
 * Where each part of the house may take from; the first pattern that fits a file decides. A room may use
 * the rooms that an item has passed before it, Kainic's API, and the files below all rooms.
 */
const boundaries: ReadonlyArray<{ part: RegExp; mayImport: RegExp }> = [
	{ part: new RegExp(`^${ground}`), mayImport: new RegExp(`^(${ground}|n8n-workflow$)`) },
	{ part: /^nodes\/shared\/kainic\//, mayImport: new RegExp(`^(nodes/shared/kainic/|${ground})`) },
	...rooms.map((room, index) => ({
		part: new RegExp(`^nodes/shared/${room}/`),
		mayImport: new RegExp(
			`^(nodes/shared/(kainic|operation$|${rooms.slice(0, index + 1).join('|')})|${ground}|n8n-workflow$)`,
		),
	})),
	{ part: /^nodes\/shared\//, mayImport: /^(nodes\/shared\/|n8n-workflow$)/ },
	{ part: /^credentials\//, mayImport: /^(nodes\/shared\/kainic\/|n8n-workflow$)/ },
];

/** Imports that cross a boundary, as `file imports module`. */
export function forbiddenImports(sources: Source[]): string[] {
	return sources.flatMap((source) =>
		importsOf(source)
			.filter((imported) => !allowedFor(source.path).test(imported))
			.map((imported) => `${source.path} imports ${imported}`),
	);
}

function allowedFor(file: string): RegExp {
	const boundary = boundaries.find(({ part }) => part.test(file));
	if (boundary !== undefined) return boundary.mayImport;
	const [, folder = ''] = file.split('/');
	return new RegExp(`^(nodes/${folder}/|nodes/shared/|n8n-workflow$)`);
}

/** The shortest way around each cycle of imports, as `a > b > a`; each cycle is named once. */
export function importCycles(sources: Source[]): string[] {
	const graph = new Map(sources.map((source) => [source.path, importsOf(source)]));
	const ways = [...graph.keys()]
		.map((start) => wayBack(start, graph))
		.filter((way) => way !== undefined)
		.filter((way) => way[0] === [...way].sort()[0]);
	return ways.map((way) => way.join(' > '));
}

function wayBack(start: string, graph: ReadonlyMap<string, string[]>): string[] | undefined {
	const ways = [[start]];
	const seen = new Set<string>();
	for (const way of ways) {
		for (const next of graph.get(way.at(-1) ?? '') ?? []) {
			if (next === start) return [...way, start];
			if (!seen.has(next)) ways.push([...way, next]);
			seen.add(next);
		}
	}
	return undefined;
}

/** Names of Kainic's API that mean nothing else. */
const apiNames: ReadonlySet<string> = new Set(
	Object.values(field).filter((name) => name.includes('_')),
);

/**
 * API names outside nodes/shared/kainic/, as `file:line name`. Sentences for people may speak of
 * them; the credential may name its own key.
 */
export function strayApiNames(sources: Source[]): string[] {
	return sources
		.filter(({ path }) => !path.startsWith('nodes/shared/kainic/'))
		.flatMap((source) =>
			[...walk(source.file)].flatMap((node) =>
				apiNamesIn(node)
					.filter((name) => !(source.path.startsWith('credentials/') && name === 'api_key'))
					.map((name) => `${source.path}:${lineOf(node)} ${name}`),
			),
		);
}

function apiNamesIn(node: ts.Node): string[] {
	if (ts.isIdentifier(node)) return apiNames.has(node.text) ? [node.text] : [];
	if (!ts.isStringLiteralLike(node) && !isTemplatePart(node)) return [];
	if (apiNames.has(node.text)) return [node.text];
	const inQuery = [...node.text.matchAll(/[?&](\w+)=/g)].map(([, name = '']) => name);
	return inQuery.filter((name) => apiNames.has(name));
}

function isTemplatePart(
	node: ts.Node,
): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
	return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

function lineOf(node: ts.Node): number {
	return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
