import type { Yielder } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import { formatNumber } from '../shared/values';
import { inProduct } from './products';

/** A list that is not inside another list. */
export interface List {
	/** Elements so far. */
	elements: number;
	/** What `check` threw for its first bad element. */
	problem: InputError | null;
}

/** Characters of a text that are read at once. */
const sliceLength = 64 * 1024;

/** About the most characters of one element, and of all that is outside the lists. */
const longestElement = 256 * 1024;

/** Deeper nesting could exhaust the stack of whoever reads the file. */
const deepest = 500;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** [ and { differ in this bit only, and so do ] and }. */
const braceBit = 0x20;

/**
 * Reads a JSON array or object piece by piece, in memory that does not grow with it. The elements of
 * its outermost lists are parsed and checked one by one; the rest is kept as a small text. Each method
 * throws an InputError for what is not JSON.
 */
export class ListReader {
	readonly lists: List[] = [];

	private depth = 0;

	/** Depth of the elements' commas; null outside of lists. */
	private listDepth: number | null = null;

	private isInString = false;

	/** True if the next character of the string is escaped. */
	private isEscaped = false;

	private isWhole = false;

	/** The text outside the lists; each list has its number in place of its elements. */
	private outside = '';

	/** The beginning of an element. */
	private rest = '';

	/** `what` names the file. `check` may throw an InputError; the element's list keeps the first one. */
	constructor(
		private readonly what: string,
		private readonly check: (element: unknown) => void,
	) {}

	write(piece: string): void {
		const text = this.rest + piece;
		let start = 0;
		for (let index = this.rest.length; index < text.length; index += 1) {
			if (this.isInString) index = this.endOfString(text, index);
			const code = text.charCodeAt(index);
			if (code === quote) {
				this.isInString = !this.isInString;
			} else if ((code | braceBit) === openBrace) {
				this.open();
				if (code !== openBracket || this.listDepth !== null) continue;
				this.beginList(text.slice(start, index + 1));
				start = index + 1;
			} else if ((code | braceBit) === closeBrace) {
				if (this.depth === this.listDepth) {
					this.endList(text.slice(start, index));
					start = index;
				}
				this.depth -= 1;
				this.isWhole ||= this.depth === 0;
			} else if (code === comma && this.depth === this.listDepth) {
				this.endElement(text.slice(start, index));
				start = index + 1;
			}
		}
		this.keep(text.slice(start));
	}

	/** The value, in which each outermost list holds only its number. */
	end(): unknown {
		if (isBlank(this.outside)) throw this.problem('is empty');
		if (!this.isWhole) throw this.problem(`ends too early${this.near()}`);
		try {
			return JSON.parse(this.outside);
		} catch {
			throw this.problem('is not valid JSON before or after its products');
		}
	}

	/** Where the reader is, for messages. */
	near(): string {
		const list = this.lists.at(-1);
		return list === undefined ? '' : ` near product ${formatNumber(list.elements + 1)}`;
	}

	/** The index of the quote that ends a string; the text's length if it does not end there. */
	private endOfString(text: string, from: number): number {
		let start = this.isEscaped ? from + 1 : from;
		for (;;) {
			const found = text.indexOf('"', start);
			const end = found < 0 ? text.length : found;
			let escapes = end;
			while (escapes > start && text.charCodeAt(escapes - 1) === backslash) escapes -= 1;
			this.isEscaped = (end - escapes) % 2 === 1;
			if (found < 0 || !this.isEscaped) return end;
			start = end + 1;
		}
	}

	private open(): void {
		if (this.isWhole) throw this.problem('goes on after its JSON has ended');
		this.depth += 1;
		if (this.depth > deepest) throw this.problem(`has more than ${deepest} levels${this.near()}`);
	}

	private beginList(before: string): void {
		this.outside += `${before}${this.lists.length}`;
		this.lists.push({ elements: 0, problem: null });
		this.listDepth = this.depth;
	}

	private endList(text: string): void {
		if (this.lists.at(-1)?.elements !== 0 || !isBlank(text)) this.endElement(text);
		this.listDepth = null;
	}

	private endElement(text: string): void {
		const list = this.lists.at(-1);
		if (list === undefined) return;
		list.elements += 1;
		const place = `the ${this.what}, `;
		const element = inProduct(list.elements, () => parseElement(text), place);
		if (list.problem !== null) return;
		try {
			inProduct(list.elements, () => this.check(element), place);
		} catch (error) {
			list.problem = error instanceof InputError ? error : new InputError(String(error));
		}
	}

	/** Keeps what the next piece goes on with. */
	private keep(text: string): void {
		const isInList = this.listDepth !== null;
		if (!isInList) this.outside += text;
		this.rest = isInList ? text : '';
		if (Math.max(this.rest.length, this.outside.length) <= longestElement) return;
		const where = isInList ? `in one piece${this.near()}` : 'outside its lists';
		throw this.problem(`has more than 256 kB ${where}`);
	}

	private problem(text: string): InputError {
		return schemaError(`The ${this.what} ${text}.`);
	}
}

/** Hands on the elements of a JSON array. Throws an InputError for what is not one, and that of `check`. */
export async function readArray(
	text: string,
	check: (element: unknown) => void,
	yielder: Yielder,
): Promise<void> {
	const reader = new ListReader('array of Products JSON', check);
	for (let start = 0; start < text.length; start += sliceLength) {
		if (yielder.isDue()) await yielder.yieldToEventLoop();
		reader.write(text.slice(start, start + sliceLength));
	}
	reader.end();
	const problem = reader.lists[0]?.problem ?? null;
	if (problem !== null) throw problem;
}

/** An error for a file that does not hold products. */
export function schemaError(
	message: string,
	advice = 'Upload one JSON array of product objects, in UTF-8.',
): InputError {
	return new InputError(message, { code: 'file_schema', advice });
}

function parseElement(text: string): unknown {
	if (isBlank(text)) throw schemaError('It is missing: there is a comma too many.');
	try {
		return JSON.parse(text);
	} catch (error) {
		throw schemaError(`It is not valid JSON. ${String(error)}.`);
	}
}

function isBlank(text: string): boolean {
	return /^[ \t\n\r]*$/.test(text);
}
