/** Rows of a table that a test is written as: one row a line, its cells between ` | `. */
export function tableOf(text: string): string[][] {
	const lines = text.split('\n').map((line) => line.trim());
	return lines.filter((line) => line !== '').map((line) => line.split(/\s+\|\s+/));
}
