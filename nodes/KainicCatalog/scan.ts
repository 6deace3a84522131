import { action, firstAction, numberEnds, state, transitions } from './scan-table';

/** What a text of JSON was found to be. */
export type Scan =
	| {
			readonly kind: 'json';
			/** What the outermost value is. */
			readonly root: 'array' | 'object' | 'other';
			/** Objects in the outermost array that holds any; see `JsonScanner`. */
			readonly products: number;
	  }
	| { readonly kind: 'empty' }
	| { readonly kind: 'broken'; readonly problem: string };

/** Deeper nesting is refused; no product needs it, and whoever reads the file could run out of stack. */
const deepest = 512;

const inArray = 1;
const inObject = 2;

/**
 * Reads JSON byte by byte in constant memory, checks it to its end, and counts products: the objects
 * in arrays at the level nearest to the root that has any, the largest array of that level.
 */
export class JsonScanner {
	private current: number = state.value;

	private depth = 0;

	private inKey = false;

	private offset = 0;

	private root: 'array' | 'object' | 'other' = 'other';

	private problem: string | null = null;

	private readonly kinds = new Uint8Array(deepest + 1);

	/** Objects in the array that is open at a depth. */
	private readonly counts = new Uint32Array(deepest + 1);

	/** The most objects that an array at a depth had. */
	private readonly most = new Uint32Array(deepest + 1);

	/** Takes the next bytes. Returns false where the text is broken, so that more makes no sense. */
	write(bytes: Uint8Array): boolean {
		if (this.problem !== null) return false;
		// Looking imports and lengths up for every byte would cost more than the work itself.
		const table = transitions;
		const actions: number = firstAction;
		const { length } = bytes;
		let current = this.current;
		for (let index = 0; index < length; index += 1) {
			const next = table[current * 256 + (bytes[index] ?? 0)] ?? action.fail;
			if (next < actions) {
				current = next;
			} else {
				if (next === action.fail) this.fail(current, bytes[index] ?? 0, this.offset + index);
				else current = this.act(next);
				if (this.problem !== null) return false;
				if (next === action.endNumber) index -= 1;
			}
		}
		this.current = current;
		this.offset += length;
		return true;
	}

	/** Says what the bytes so far are when nothing follows them. */
	end(): Scan {
		if (this.problem !== null) return { kind: 'broken', problem: this.problem };
		const { current, depth } = this;
		if (depth === 0 && current === state.value) return { kind: 'empty' };
		const isWhole = current === state.done || (depth === 0 && numberEnds.includes(current));
		if (!isWhole) {
			const place = `after ${this.offset.toLocaleString('en-US')} bytes`;
			return { kind: 'broken', problem: `is cut off: it ends ${place} in the middle of its JSON` };
		}
		const products = this.most.find((count) => count > 0) ?? 0;
		return { kind: 'json', root: this.root, products };
	}

	private act(next: number): number {
		switch (next) {
			case action.openArray:
				return this.open(inArray, state.elementOrEnd);
			case action.openObject:
				if (this.kinds[this.depth] === inArray) this.add(this.depth);
				return this.open(inObject, state.keyOrEnd);
			case action.close:
				return this.close();
			case action.beginKey:
				this.inKey = true;
				return state.string;
			case action.endString: {
				const wasKey = this.inKey;
				this.inKey = false;
				return wasKey ? state.colon : this.afterValue();
			}
			default:
				return this.afterValue();
		}
	}

	private open(kind: number, inside: number): number {
		if (this.depth === 0) this.root = kind === inArray ? 'array' : 'object';
		if (this.depth === deepest) {
			this.problem = `is nested deeper than ${deepest} levels`;
			return inside;
		}
		this.depth += 1;
		this.kinds[this.depth] = kind;
		this.counts[this.depth] = 0;
		return inside;
	}

	private close(): number {
		const count = this.counts[this.depth] ?? 0;
		this.most[this.depth] = Math.max(this.most[this.depth] ?? 0, count);
		this.depth -= 1;
		return this.afterValue();
	}

	private add(depth: number): void {
		this.counts[depth] = (this.counts[depth] ?? 0) + 1;
	}

	private afterValue(): number {
		if (this.depth === 0) return state.done;
		return this.kinds[this.depth] === inArray ? state.afterElement : state.afterMember;
	}

	private fail(current: number, byte: number, offset: number): void {
		this.problem = `${describe(current, byte)} (at byte ${offset.toLocaleString('en-US')})`;
	}
}

function describe(current: number, byte: number): string {
	const character = String.fromCharCode(byte);
	if (current === state.element && character === ']') return 'has a comma after its last entry';
	if (current === state.key && character === '}') return 'has a comma after its last field';
	if (current === state.done) return 'goes on after its JSON has ended';
	if (current === state.string && byte < 0x20) {
		return 'has a line break or another control character inside a text';
	}
	if (byte >= 0x80 || current >= state.tailOne) return 'is not JSON in UTF-8';
	const shown = byte < 0x20 || byte === 0x7f ? `the control character ${byte}` : `"${character}"`;
	return `is not valid JSON: ${shown} is not expected there`;
}
