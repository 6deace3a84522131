import type { Results } from './results';

/** As in .prettierrc.json, and a tab is as wide as two letters. */
const printWidth = 100;
const tabWidth = 2;

const listOfNumbers = /^(\t*)([^\n]*)\[\n([-+.,\de\s]+)\n\t*\](,?)$/gm;

/** The text of bench/results.json: tabs, a newline in the end, laid out as Prettier lays it out. */
export function resultsText(results: Results): string {
	const text = JSON.stringify(results, undefined, '\t');
	return `${text.replace(listOfNumbers, filledList)}\n`;
}

/** JSON.stringify gives each number a line of its own; Prettier fills the lines. */
function filledList(
	_all: string,
	indent: string,
	key: string,
	numbers: string,
	comma: string,
): string {
	const items = numbers.split(',').map((text) => text.trim());
	const line = `${key}[${items.join(', ')}]${comma}`;
	if (indent.length * tabWidth + line.length <= printWidth) return `${indent}${line}`;
	const inner = `${indent}\t`;
	const lines = filledLines(items, printWidth - inner.length * tabWidth);
	return `${indent}${key}[\n${inner}${lines.join(`\n${inner}`)}\n${indent}]${comma}`;
}

function filledLines(items: readonly string[], width: number): string[] {
	const lines: string[] = [];
	for (const [index, item] of items.entries()) {
		const word = index === items.length - 1 ? item : `${item},`;
		const longer = [...lines.slice(-1), word].join(' ');
		if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
		else lines.push(word);
	}
	return lines;
}
