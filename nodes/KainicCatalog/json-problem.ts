import { state } from './json-grammar';

/** Word processors write them; each has three bytes in UTF-8. */
const curlyQuotes = new Set(['\u201c', '\u201d', '\u201e', '\u2018', '\u2019']);

/** What is wrong with the first of some bytes that come in a state in which JSON has no place for it. */
export function describeProblem(current: number, bytes: Uint8Array): string {
	const [byte = 0] = bytes;
	const character = String.fromCharCode(byte);
	if (current === state.element && character === ']') return 'has a comma after its last entry';
	if (current === state.key && character === '}') return 'has a comma after its last field';
	if (current === state.done) return 'goes on after its JSON has ended';
	if (current === state.string && byte < 0x20) {
		return 'has a line break or another control character inside a text';
	}
	const isInCharacter = current >= state.tailOne && current <= state.tailF4;
	if (isInCharacter || (current === state.string && byte >= 0x80)) return 'is not JSON in UTF-8';
	if (curlyQuotes.has(Buffer.from(bytes).toString('utf8'))) {
		return 'has a curly quote, but JSON needs straight ones';
	}
	if (byte >= 0x80) return 'has a character outside its texts that JSON does not have there';
	const shown = byte < 0x20 || byte === 0x7f ? `the control character ${byte}` : `"${character}"`;
	return `is not valid JSON: ${shown} is not expected there`;
}
