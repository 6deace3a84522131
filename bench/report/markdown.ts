import { padded } from './text';

/** A table as Prettier lays it out: texts in the first `texts` columns, figures in all others. */
export function markdownTable(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	texts = 1,
): string {
	const columns = head.map((title, index) => {
		const cells = [title, ...rows.map((row) => row[index] ?? '')];
		const width = Math.max(3, ...cells.map((cell) => cell.length));
		const rule = index < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`;
		const [first = '', , ...others] = padded(
			[title, rule, ...cells.slice(1)],
			index < texts ? 'right' : 'left',
		);
		return [first, rule, ...others];
	});
	return Array.from({ length: rows.length + 2 }, (_none, line) =>
		`| ${columns.map((column) => column[line] ?? '').join(' | ')} |`.trimEnd(),
	).join('\n');
}

const begin = '<!-- figures: npm run bench -->';
const end = '<!-- end of figures -->';

/** A document with other figures at its marks. Fails where it has none. */
export function withFigures(document: string, figures: string): string {
	const [before, rest] = document.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`The document has no ${begin} with an ${end} after it.`);
	}
	return `${before}${begin}\n\n${figures}\n\n${end}${after}`;
}
