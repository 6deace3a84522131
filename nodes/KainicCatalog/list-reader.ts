import { InputError, type FailureCode } from '../shared/failure';
import { parseJson } from '../shared/json';
import { formatNumber } from '../shared/values';
import { maxProductBytes, schemaError } from './products';

/** A list that is not inside another list. */
export interface List {
	elements: number;
	/** What `check` threw for its first bad element. */
	problem: InputError | null;
	/** Its first good element. */
	first: unknown;
	/** True if one of its elements has the inferred field for its ID. */
	hasId: boolean;
}

/** Deeper nesting could exhaust the stack of whoever reads the file. */
const maxDepth = 500;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** [ and { differ in this bit only, and so do ] and }. */
const braceBit = 0x20;

/**
 * Reads a JSON array or object chunk by chunk, in memory that does not grow with it. The elements of
 * its outermost lists are parsed and checked; the rest is kept as a small text. Each method throws an
 * InputError for what is not JSON in UTF-8.
 */
export class ListReader {
	readonly lists: List[] = [];

	private depth = 0;

	/** Depth of the commas between elements; null outside of lists. */
	private listDepth: number | null = null;

	private isWhole = false;

	/** Ends of the elements that are not parsed yet. */
	private ends: number[] = [];

	/** The text outside the lists; each list has its number instead of its elements. */
	private outside = '';

	/** Bytes that belong to the next chunk. */
	private rest = Buffer.alloc(0);

	/** Bytes of `rest` that were scanned. */
	private known = 0;

	/** `what` names the file. `check` may throw an InputError; the element's list keeps the first one. */
	constructor(
		private readonly what: string,
		private readonly check: (element: unknown, list: List) => void,
	) {}

	write(chunk: Uint8Array): void {
		const bytes = Buffer.concat([this.rest, chunk]);
		let start = 0;
		let index = this.known;
		for (; index < bytes.length; index += 1) {
			const byte = bytes[index] ?? 0;
			if (byte === quote) {
				const end = endOfString(bytes, index + 1);
				if (end === bytes.length) break;
				index = end;
			} else if (byte === comma) {
				if (this.depth === this.listDepth) this.ends.push(index);
			} else if ((byte | braceBit) === openBrace) {
				this.open();
				if (byte !== openBracket || this.listDepth !== null) continue;
				this.beginList(bytes.subarray(start, index + 1));
				start = index + 1;
			} else if ((byte | braceBit) === closeBrace) {
				if (this.depth === this.listDepth) {
					this.endList(bytes, start, index);
					start = index;
				}
				this.depth -= 1;
				this.isWhole ||= this.depth === 0;
			}
		}
		start = this.readElements(bytes, start);
		this.keep(bytes.subarray(start), index - start);
	}

	/** The value, in which each outermost list holds only its number. */
	end(): unknown {
		this.outside += this.decode(this.rest);
		if (!this.isWhole) {
			throw this.problem(this.depth === 0 ? 'is empty' : `is cut off${this.near()}`);
		}
		const value = parse(this.outside);
		if (value === undefined)
			throw this.problem('has invalid JSON before or after the list of products');
		return value;
	}

	private open(): void {
		if (this.isWhole) throw this.problem('has text after the end of the JSON');
		this.depth += 1;
		if (this.depth > maxDepth)
			throw this.problem(
				`has lists or objects that are more than ${maxDepth} levels deep${this.near()}`,
			);
	}

	private beginList(before: Buffer): void {
		this.outside += `${this.decode(before)}${this.lists.length}`;
		this.lists.push({ elements: 0, problem: null, first: undefined, hasId: false });
		this.listDepth = this.depth;
	}

	private endList(bytes: Buffer, start: number, end: number): void {
		const isFirst = this.lists.at(-1)?.elements === 0 && this.ends.length === 0;
		const isEmpty = isFirst && !/[^ \t\n\r]/.test(bytes.toString('latin1', start, end));
		if (!isEmpty) this.ends.push(end);
		this.readElements(bytes, start);
		this.listDepth = null;
	}

	/** Reads the elements whose ends are known, as one text, which is fast. Returns where the next one starts. */
	private readElements(bytes: Buffer, start: number): number {
		const { ends } = this;
		const list = this.lists.at(-1);
		const last = ends.at(-1);
		if (list === undefined || last === undefined) return start;
		this.ends = [];
		const elements = parse(`[${this.decode(bytes.subarray(start, last))}]`);
		if (!Array.isArray(elements) || elements.length !== ends.length) {
			throw this.brokenElement(list, bytes, start, ends);
		}
		for (const element of elements) {
			list.elements += 1;
			try {
				if (list.problem === null) this.check(element, list);
			} catch (error) {
				list.problem = this.inElement(list.elements, error, 'invalid_input');
			}
		}
		return last + 1;
	}

	/** An error that names the first element that is not JSON. */
	private brokenElement(
		{ elements }: List,
		bytes: Buffer,
		start: number,
		ends: readonly number[],
	): InputError {
		let from = start;
		for (const [index, end] of ends.entries()) {
			const text = bytes.toString('utf8', from, end);
			try {
				parseJson(text, 'The product');
			} catch (error) {
				return this.inElement(elements + index + 1, error, 'file_schema');
			}
			from = end + 1;
		}
		return this.problem('is not valid JSON');
	}

	/** `code` is used if the error has none. */
	private inElement(position: number, error: unknown, code: FailureCode): InputError {
		const { message, explanation } =
			error instanceof InputError ? error : new InputError(String(error));
		const place = `the ${this.what}, product ${formatNumber(position)}`;
		return new InputError(message, { code, ...explanation, within: place });
	}

	private keep(rest: Buffer<ArrayBuffer>, known: number): void {
		this.rest = rest;
		this.known = known;
		if (Math.max(rest.length, this.outside.length) <= maxProductBytes) return;
		const where =
			this.listDepth === null ? 'outside the list of products' : `in one product${this.near()}`;
		throw this.problem(`has more than 256 kB ${where}`);
	}

	private decode(bytes: Buffer): string {
		const text = bytes.toString();
		try {
			// This is slow, and only needed if something may have been replaced.
			if (text.includes('\ufffd')) new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		} catch {
			throw this.problem(`has text that is not UTF-8${this.near()}`);
		}
		return text;
	}

	private near(): string {
		const list = this.lists.at(-1);
		if (list === undefined) return '';
		return ` near product ${formatNumber(list.elements + this.ends.length + 1)}`;
	}

	private problem(text: string): InputError {
		return schemaError(`The ${this.what} ${text}.`);
	}
}

/** The index of the quote that ends a string; the number of bytes if it does not end there. */
function endOfString(bytes: Uint8Array, start: number): number {
	for (let index = start; index < bytes.length; index += 1) {
		const byte = bytes[index];
		if (byte === quote) return index;
		if (byte === backslash) index += 1;
	}
	return bytes.length;
}

/** Undefined if it is not JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
