import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { parseJson } from '../shared/json';

/** Characters that are looked at between two looks at the clock. */
const sliceLength = 64 * 1024;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/**
 * Parses JSON that a user wrote. An array is parsed element by element, so that a long one does not
 * hold the event loop; `onElement` is called before each, with its position, counted from 1. Throws
 * an InputError that says where the text is broken.
 */
export function* parseList(
	text: string,
	what: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
	onElement: (position: number) => void,
): Generator<Pause, unknown> {
	const ends = yield* findElements(text, timeSlice);
	if (ends === null) return parseJson(text, what);
	const elements: unknown[] = [];
	let [start = 0] = ends;
	for (const end of ends.slice(1)) {
		if (timeSlice.isOver()) yield pause;
		onElement(elements.length + 1);
		elements.push(parseJson(text.slice(start + 1, end), what));
		start = end;
	}
	return elements;
}

/**
 * Offsets of the bracket that opens the outermost array, of the commas between its elements, and of
 * the bracket that closes it. Null if the text is another value, an empty array, or broken.
 */
function* findElements(
	text: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
): Generator<Pause, readonly number[] | null> {
	const open = text.search(/\S/);
	if (text[open] !== '[' || /^\s*\]/.test(text.slice(open + 1, open + 100))) return null;
	const offsets = [open];
	let depth = 1;
	let inText = false;
	for (let index = open + 1; index < text.length; index += 1) {
		if (index % sliceLength === 0 && timeSlice.isOver()) yield pause;
		const code = text.charCodeAt(index);
		if (inText) {
			if (code === backslash) index += 1;
			else if (code === quote) inText = false;
		} else if (code === quote) inText = true;
		else if (openers.has(code)) depth += 1;
		else if (closers.has(code)) depth -= 1;
		else if (code === comma && depth === 1) offsets.push(index);
		if (depth > 0) continue;
		const isWhole = text[index] === ']' && text.slice(index + 1).trim() === '';
		return isWhole ? [...offsets, index] : null;
	}
	return null;
}
