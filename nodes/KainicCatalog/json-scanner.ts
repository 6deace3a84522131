import { formatNumber } from '../shared/values';
import { ArrayFinder, type FoundArray, type ValueType } from './json-arrays';
import { action, firstAction, numberEnds, state, transitions } from './json-grammar';
import { describeProblem } from './json-problem';

/** What a text of JSON was found to be. */
export type Scan =
	| {
			readonly kind: 'json';
			/** The type of the outermost value. */
			readonly root: 'array' | 'object' | 'other';
			/** The arrays that are not inside another array, 100 at most. */
			readonly arrays: readonly FoundArray[];
			/** Path of a field that reports a failure, such as `error`; null if there is none. */
			readonly failureField: string | null;
			/** What is wrong with the fields outside arrays, e.g. that one is there twice; null if nothing is. */
			readonly fieldProblem: string | null;
	  }
	| { readonly kind: 'empty' }
	| { readonly kind: 'broken'; readonly problem: string };

// V8 builds a module's own constants into its code, but looks up the fields of imported objects.
const {
	afterElement,
	afterMember,
	colon,
	done,
	elementOrEnd,
	keyOrEnd,
	string: inText,
	value,
	zero,
} = state;
const { beginKey, close, endNothing, endNumber, endString, fail, openArray, openObject } = action;

/** Deeper nesting could exhaust the stack of whoever reads the file. */
const deepest = 512;

/** 1 for the bytes that only lengthen a text: most of a file. They need no look into the large table. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
	transitions[inText * 256 + byte] === inText ? 1 : 0,
);

const inArray = 1;
const inObject = 2;

/** Reads JSON byte by byte in constant memory, and checks it to its end. */
export class JsonScanner {
	private current: number = value;

	private depth = 0;

	private inKey = false;

	/** True while the key is one that the finder takes. */
	private isNoted = false;

	/** Bytes before the current chunk. */
	private offset = 0;

	private root: 'array' | 'object' | 'other' = 'other';

	private problem: string | null = null;

	private readonly kinds = new Uint8Array(deepest + 1);

	/** Arrays around the current byte. */
	private openArrays = 0;

	/** Depth inside an element of an outermost array that is an object. */
	private elementDepth = 0;

	private readonly finder = new ArrayFinder();

	/** Takes the next bytes. Returns false if the text is broken, and further bytes are useless. */
	write(bytes: Uint8Array): boolean {
		if (this.problem !== null) return false;
		// Looking imports and lengths up for every byte would cost more than the work itself.
		const table = transitions;
		const actions: number = firstAction;
		const { length } = bytes;
		let current = this.current;
		for (let index = 0; index < length; index += 1) {
			if (current === inText) index = endOfPlainText(bytes, index);
			const next = table[current * 256 + (bytes[index] ?? 0)] ?? fail;
			if (next < actions) {
				current = next;
			} else {
				if (next === fail) this.fail(current, bytes, index);
				else current = this.act(next, current, bytes, index);
				if (this.problem !== null) return false;
				if (next === endNumber) index -= 1;
			}
		}
		this.current = current;
		this.offset += length;
		this.finder.endChunk(bytes);
		return true;
	}

	/** Says what the bytes so far are if nothing follows them. */
	end(): Scan {
		if (this.problem !== null) return { kind: 'broken', problem: this.problem };
		const { current, depth } = this;
		if (depth === 0 && current === value) return { kind: 'empty' };
		const isWhole = current === done || (depth === 0 && numberEnds.includes(current));
		if (!isWhole) {
			const place = `after ${formatNumber(this.offset)} bytes`;
			return { kind: 'broken', problem: `is cut off: it ends ${place} in the middle of its JSON` };
		}
		const { arrays, failureField, fieldProblem } = this.finder;
		return { kind: 'json', root: this.root, arrays, failureField, fieldProblem };
	}

	private act(next: number, current: number, bytes: Uint8Array, index: number): number {
		switch (next) {
			case openArray:
				return this.open(inArray, elementOrEnd, index);
			case openObject:
				return this.open(inObject, keyOrEnd, index);
			case close:
				return this.close(current === keyOrEnd || current === elementOrEnd, index);
			case beginKey:
				this.inKey = true;
				this.isNoted = this.openArrays === 0 || this.beginsElementKey(bytes[index + 1]);
				if (this.isNoted) this.finder.beginKey(index);
				return inText;
			case endString:
				return this.endString(bytes, index);
			case endNumber:
				return this.afterValue('number', current === zero, index);
			default:
				return this.afterValue('word', next === endNothing, index);
		}
	}

	/** `next` is the first byte of the key, if it is in the same chunk. */
	private beginsElementKey(next: number | undefined): boolean {
		const isOfElement = this.openArrays === 1 && this.depth === this.elementDepth;
		return isOfElement && this.finder.beginsErrorKey(next);
	}

	private open(kind: number, inside: number, index: number): number {
		if (this.depth === 0) this.root = kind === inArray ? 'array' : 'object';
		if (this.depth === deepest) {
			const place = `(at byte ${formatNumber(this.offset + index)})`;
			this.problem = `is nested deeper than ${deepest} levels ${place}`;
			return inside;
		}
		this.depth += 1;
		this.kinds[this.depth] = kind;
		if (kind === inArray) {
			if (this.openArrays === 0) {
				this.finder.openArray(this.depth - 1);
				this.elementDepth = this.depth + 1;
			}
			this.openArrays += 1;
		}
		return inside;
	}

	private close(isEmpty: boolean, index: number): number {
		const isArray = this.kinds[this.depth] === inArray;
		if (isArray) this.openArrays -= 1;
		this.depth -= 1;
		return this.afterValue(isArray ? 'array' : 'object', isEmpty, index);
	}

	private endString(bytes: Uint8Array, index: number): number {
		if (this.inKey) {
			this.inKey = false;
			if (this.openArrays === 0) this.finder.endKey(bytes, index, this.depth);
			else if (this.isNoted) this.finder.endElementKey(bytes, index);
			return colon;
		}
		const isEmpty = this.openArrays === 0 && this.finder.isEmptyText(bytes, index);
		return this.afterValue('text', isEmpty, index);
	}

	private afterValue(type: ValueType, isEmpty: boolean, index: number): number {
		const { depth, openArrays } = this;
		if (depth === 0) return done;
		if (this.kinds[depth] === inArray) {
			if (openArrays === 1) this.finder.endElement(type, isEmpty, this.offset + index);
			return afterElement;
		}
		if (openArrays === 0) this.finder.endMember(isEmpty, depth);
		return afterMember;
	}

	private fail(current: number, bytes: Uint8Array, index: number): void {
		const place = `(at byte ${formatNumber(this.offset + index)})`;
		this.problem = `${describeProblem(current, bytes.subarray(index, index + 3))} ${place}`;
	}
}

/**
 * Stays, and nobody reads with it: while no object of a class is left, V8 forgets how it compiled the
 * class when it collects n8n's whole heap, and has to compile it anew for the next file.
 */
export const keptScanner = new JsonScanner();

/** The first byte from `index` on that does not leave a text as it is; the last byte if all do. */
function endOfPlainText(bytes: Uint8Array, index: number): number {
	const last = bytes.length - 1;
	let position = index;
	while (position < last && isPlain[bytes[position] ?? 0] === 1) position += 1;
	return position;
}
