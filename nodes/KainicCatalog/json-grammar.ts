/**
 * The grammar of JSON (RFC 8259) in UTF-8 as a table: the state that follows a state at a byte.
 * What depends on the nesting is an action, which the scanner carries out.
 */

/** States of the scanner between two bytes. */
export const state = {
	value: 0,
	elementOrEnd: 1,
	element: 2,
	afterElement: 3,
	keyOrEnd: 4,
	key: 5,
	colon: 6,
	afterMember: 7,
	done: 8,
	string: 9,
	escape: 10,
	minus: 11,
	zero: 12,
	integer: 13,
	point: 14,
	fraction: 15,
	exponent: 16,
	exponentSign: 17,
	exponentDigits: 18,
	tailOne: 19,
	tailTwo: 20,
	tailThree: 21,
	tailE0: 22,
	tailEd: 23,
	tailF0: 24,
	tailF4: 25,
} as const;

/** The states from here on are for `\u` escapes, `true`, `false` and `null`. */
const firstUnnamed = 26;

export const firstAction = 64;

export const action = {
	openArray: 64,
	openObject: 65,
	close: 66,
	beginKey: 67,
	endString: 68,
	/** The last letter of `false` or `null`. */
	endNothing: 69,
	/** The last letter of `true`. */
	endTrue: 70,
	/** The byte follows a number: the scanner looks at it again in the next state. */
	endNumber: 71,
	fail: 72,
} as const;

/** States in which a number may end. */
export const numberEnds: readonly number[] = [
	state.zero,
	state.integer,
	state.fraction,
	state.exponentDigits,
];

const whitespace = ' \t\n\r';
const digits = '0123456789';

type Bytes = string | readonly [from: number, to: number];

/** The next state or action for `state * 256 + byte`. */
export const transitions: Uint8Array = buildTable();

function buildTable(): Uint8Array {
	const table = new Uint8Array(firstAction * 256).fill(action.fail);
	const on = (from: number, bytes: Bytes, to: number) => {
		for (const byte of listBytes(bytes)) table[from * 256 + byte] = to;
	};
	const allocate = allocator();
	addStructure(on);
	addValues(on, allocate);
	addNumbers(on);
	addStrings(on, allocate);
	return table;
}

type On = (from: number, bytes: Bytes, to: number) => void;

function listBytes(bytes: Bytes): readonly number[] {
	if (typeof bytes === 'string') return Array.from(Buffer.from(bytes));
	const [from, to] = bytes;
	return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function allocator(): () => number {
	let next = firstUnnamed;
	return () => next++;
}

function addStructure(on: On): void {
	const { value, elementOrEnd, element, afterElement, keyOrEnd, key, colon, afterMember, done } =
		state;
	const between = [
		value,
		elementOrEnd,
		element,
		afterElement,
		keyOrEnd,
		key,
		colon,
		afterMember,
		done,
	];
	for (const from of between) on(from, whitespace, from);
	on(elementOrEnd, ']', action.close);
	on(afterElement, ',', element);
	on(afterElement, ']', action.close);
	on(keyOrEnd, '"', action.beginKey);
	on(keyOrEnd, '}', action.close);
	on(key, '"', action.beginKey);
	on(colon, ':', value);
	on(afterMember, ',', key);
	on(afterMember, '}', action.close);
}

function addValues(on: On, allocate: () => number): void {
	const starts = [state.value, state.elementOrEnd, state.element];
	for (const from of starts) {
		on(from, '{', action.openObject);
		on(from, '[', action.openArray);
		on(from, '"', state.string);
		on(from, '-', state.minus);
		on(from, '0', state.zero);
		on(from, '123456789', state.integer);
	}
	for (const word of ['true', 'false', 'null']) {
		const [first = '', ...rest] = word;
		const end = word === 'true' ? action.endTrue : action.endNothing;
		let from = allocate();
		for (const start of starts) on(start, first, from);
		for (const [position, letter] of rest.entries()) {
			const to = position === rest.length - 1 ? end : allocate();
			on(from, letter, to);
			from = to;
		}
	}
}

function addNumbers(on: On): void {
	on(state.minus, '0', state.zero);
	on(state.minus, '123456789', state.integer);
	on(state.integer, digits, state.integer);
	for (const from of [state.zero, state.integer]) on(from, '.', state.point);
	on(state.point, digits, state.fraction);
	on(state.fraction, digits, state.fraction);
	for (const from of [state.zero, state.integer, state.fraction]) on(from, 'eE', state.exponent);
	on(state.exponent, '+-', state.exponentSign);
	for (const from of [state.exponent, state.exponentSign, state.exponentDigits]) {
		on(from, digits, state.exponentDigits);
	}
	for (const from of numberEnds) on(from, `${whitespace},]}`, action.endNumber);
}

function addStrings(on: On, allocate: () => number): void {
	const { string, escape, tailOne, tailTwo, tailThree, tailE0, tailEd, tailF0, tailF4 } = state;
	on(string, [0x20, 0x7f], string);
	on(string, '"', action.endString);
	on(string, '\\', escape);
	on(escape, '"\\/bfnrt', string);
	const hexDigits = [allocate(), allocate(), allocate(), allocate(), string];
	on(escape, 'u', hexDigits[0] ?? string);
	for (const [position, to] of hexDigits.slice(1).entries()) {
		on(hexDigits[position] ?? string, `${digits}abcdefABCDEF`, to);
	}
	// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
	on(string, [0xc2, 0xdf], tailOne);
	on(string, [0xe1, 0xef], tailTwo);
	on(string, [0xe0, 0xe0], tailE0);
	on(string, [0xed, 0xed], tailEd);
	on(string, [0xf1, 0xf3], tailThree);
	on(string, [0xf0, 0xf0], tailF0);
	on(string, [0xf4, 0xf4], tailF4);
	on(tailE0, [0xa0, 0xbf], tailOne);
	on(tailEd, [0x80, 0x9f], tailOne);
	on(tailF0, [0x90, 0xbf], tailTwo);
	on(tailF4, [0x80, 0x8f], tailTwo);
	on(tailThree, [0x80, 0xbf], tailTwo);
	on(tailTwo, [0x80, 0xbf], tailOne);
	on(tailOne, [0x80, 0xbf], string);
}
