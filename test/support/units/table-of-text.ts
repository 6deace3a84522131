/** Reads a table: one row per line, with cells that are separated by ` | `. */
export function tableOf(text: string): string[][] {
	const lines = text.split('\n').map((line) => line.trim());
	return lines.filter((line) => line !== '').map((line) => line.split(/\s+\|\s+/));
}
