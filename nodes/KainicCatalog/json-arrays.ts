import { type JsonPath, shownPath } from '../shared/json-path';
import { KeyReader, longestKey } from './json-key';

/** An array that is not inside another array, as a scan found it. */
export interface FoundArray {
	readonly path: JsonPath;
	readonly elements: number;
	/** Elements that are objects, empty ones included. */
	readonly objects: number;
	/** The first element that is no object with at least one field, or nothing but an error. */
	readonly firstBad: {
		/** Counted from 1. */
		readonly position: number;
		/** Offset of its last byte in the file, or of the byte after it if it is a number. */
		readonly offset: number;
		/** Its type, as messages name it. */
		readonly what: string;
	} | null;
}

export type ValueType = 'object' | 'array' | 'text' | 'number' | 'word';

/** Maximum number of arrays that are remembered. */
const mostArrays = 100;

/** Maximum number of fields outside arrays that are remembered. */
const mostFields = 10_000;

/** Maximum bytes of the names of these fields together. */
const mostNameBytes = longestKey;

const tooManyBytes =
	'has field names outside of arrays that have more than 1,048,576 bytes together';

const quote = 0x22;
const backslash = 0x5c;

const errorKeyStarts = new Set(Buffer.from('em\\'));

const failureNames = new Set(['error', 'errors', 'exception', 'fault']);

const successNames = new Set(['success', 'ok']);

const emptyNames = {
	object: 'an empty object',
	array: 'an array',
	text: 'a text',
	number: 'a number',
	word: 'true, false or null',
} as const;

/**
 * Notes the arrays of a JSON text and the fields that lead to them, in constant memory. The scanner
 * calls it for everything outside arrays, and for the elements of the outermost arrays.
 */
export class ArrayFinder {
	readonly arrays: Array<{ -readonly [Key in keyof FoundArray]: FoundArray[Key] }> = [];

	failureField: string | null = null;

	fieldProblem: string | null = null;

	/** True as long as the current element has no fields but `error` and `message`. */
	mayBeError = true;

	private hasError = false;

	private readonly key = new KeyReader();

	private readonly path: string[] = [];

	/** The names so far of each object around the current byte, the outermost one first. */
	private readonly openObjects: Array<Set<string>> = [];

	private fields = 0;

	private nameBytes = 0;

	/** The last two bytes of the chunk before. */
	private tail: Uint8Array = new Uint8Array();

	beginKey(index: number): void {
		this.key.begin(index);
	}

	/** `depth` is the number of objects around the key. */
	endKey(bytes: Uint8Array, index: number, depth: number): void {
		const name = this.key.end(bytes, index);
		this.path.length = depth;
		this.path[depth - 1] = name ?? '';
		this.fieldProblem ??= name === null ? tooManyBytes : this.noteField(name, depth);
		// The file is refused, and may have any number of long names.
		if (this.fieldProblem !== null) this.path[depth - 1] = '';
	}

	/**
	 * True if a key of an element may be `error` or `message`, by its first byte: most keys need not
	 * be read.
	 */
	beginsErrorKey(first: number | undefined): boolean {
		if (first !== undefined && !errorKeyStarts.has(first)) this.mayBeError = false;
		return this.mayBeError;
	}

	/** A field of an element of the outermost array. */
	endElementKey(bytes: Uint8Array, index: number): void {
		const name = this.key.end(bytes, index);
		if (name === 'error') this.hasError = true;
		else if (name !== 'message') this.mayBeError = false;
	}

	/** What is wrong with a field. If it is there twice, some readers keep its first value, others its last. */
	private noteField(name: string, depth: number): string | null {
		// An object inside an object begins with the name that leads to it.
		this.openObjects.length = depth;
		const names = (this.openObjects[depth - 1] ??= new Set());
		if (names.has(name)) {
			return `has the field "${shownPath(this.path)}" twice, so that it is not certain which one counts`;
		}
		names.add(name);
		this.fields += 1;
		this.nameBytes += this.key.bytes;
		if (this.fields > mostFields) return 'has more than 10,000 fields outside of arrays';
		return this.nameBytes > mostNameBytes ? tooManyBytes : null;
	}

	/** Keeps what the next chunk needs of this one. */
	endChunk(bytes: Uint8Array): void {
		this.tail = Buffer.concat([this.tail, bytes.subarray(-2)]).subarray(-2);
		this.key.endChunk(bytes);
	}

	openArray(depth: number): void {
		if (this.arrays.length === mostArrays) {
			this.fieldProblem ??= 'has more than 100 arrays that are not inside another array';
			this.arrays.pop();
		}
		const path = this.path.slice(0, depth);
		this.arrays.push({ path, elements: 0, objects: 0, firstBad: null });
	}

	/** An element of the outermost array ends with the byte at `offset`. */
	endElement(type: ValueType, isEmpty: boolean, offset: number): void {
		const array = this.arrays.at(-1);
		if (array === undefined) return;
		array.elements += 1;
		if (type === 'object') array.objects += 1;
		const isError = type === 'object' && this.mayBeError && this.hasError;
		this.mayBeError = true;
		this.hasError = false;
		if (type === 'object' && !isEmpty && !isError) return;
		const what = isError ? 'nothing but an error' : emptyNames[type];
		array.firstBad ??= { position: array.elements, offset, what };
	}

	/**
	 * A field's value ends. It reports a failure if it is named like one and not empty, or named like a
	 * success and empty, e.g. false.
	 */
	endMember(isEmpty: boolean, depth: number): void {
		const name = (this.path[depth - 1] ?? '').toLowerCase();
		if (!(isEmpty ? successNames : failureNames).has(name)) return;
		this.failureField ??= shownPath(this.path.slice(0, depth));
	}

	/** True if the text whose closing quote is at `index` is empty. */
	isEmptyText(bytes: Uint8Array, index: number): boolean {
		const last = bytes[index - 1] ?? this.tail.at(index - 1);
		const beforeLast = bytes[index - 2] ?? this.tail.at(index - 2);
		return last === quote && beforeLast !== backslash;
	}
}
