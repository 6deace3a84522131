const quote = 0x22;
const backslash = 0x5c;

/**
 * True if a JSON text nests arrays and objects deeper than `levels`. Reads no further than it needs,
 * without recursion; of a text that is not JSON, the result means nothing.
 */
export function isDeeperThan(json: string, levels: number): boolean {
	let depth = 0;
	for (let position = 0; position < json.length; position++) {
		const code = json.charCodeAt(position);
		// `[` and `{`, `]` and `}` differ in this bit only.
		const bracket = code | 0x20;
		if (bracket === 0x7b) {
			depth++;
			if (depth > levels) return true;
		} else if (bracket === 0x7d) {
			depth--;
		} else if (code === quote) {
			position = endOfString(json, position);
		}
	}
	return false;
}

/** The position of the closing quote; the end of the text if there is none. Linear. */
function endOfString(json: string, start: number): number {
	let end = json.indexOf('"', start + 1);
	while (end >= 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
	return end < 0 ? json.length : end;
}

/** True if an odd number of backslashes stands before a quote. */
function isEscaped(json: string, position: number): boolean {
	let start = position;
	while (json.charCodeAt(start - 1) === backslash) start -= 1;
	return (position - start) % 2 === 1;
}
