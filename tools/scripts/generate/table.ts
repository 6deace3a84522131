import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../n8n/recipe';

/** The text of a file, by its path from the root. */
export function read(file: string): string {
	return readFileSync(join(repositoryRoot, file), 'utf8');
}

/** A table of Markdown, its columns as wide as Prettier makes them. The first row is its head. */
export function table(rows: ReadonlyArray<readonly string[]>): string {
	const [head = []] = rows;
	const widths = head.map((_, column) =>
		Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
	const rule = widths.map((width) => '-'.repeat(width));
	return [head, rule, ...rows.slice(1)].map(line).join('\n');
}

/** The text with other content in a block between `<!-- name -->` and `<!-- end of name -->`. */
export function withBlock(
	text: string,
	name: string,
	content: string,
	[open, close] = ['<!-- ', ' -->'],
): string {
	const [start, end] = [`${open}${name}${close}`, `${open}end of ${name}${close}`];
	const [before, rest] = text.split(start);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`There is no block ${name}`);
	return `${before}${start}${content}${end}${after}`;
}

/** A line as Prettier breaks it: in two if it is too long for one. */
export function broken(left: string, right: string): string {
	return `\t${left}${left.length + right.length > 97 ? '\n\t\t' : ' '}${right}`;
}
