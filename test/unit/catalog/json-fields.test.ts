import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { JsonScanner, type Scan } from '../../../nodes/KainicCatalog/json-scanner';

function scannerOf(bytes: Buffer, chunkSize: number): JsonScanner {
	const scanner = new JsonScanner();
	for (let start = 0; start < bytes.length; start += chunkSize) {
		// A chunk's memory is used again for the next one.
		const chunk = Uint8Array.from(bytes.subarray(start, start + chunkSize));
		scanner.write(chunk);
		chunk.fill(0);
	}
	return scanner;
}

function scan(text: string, chunkSize = Infinity): Extract<Scan, { kind: 'json' }> {
	const found = scannerOf(Buffer.from(text), chunkSize).end();
	if (found.kind !== 'json') throw new Error(JSON.stringify(found));
	return found;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes. */
function memory(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

const long = 'long '.repeat(30);

/** Among them names that differ at their ends alone, and a name with a dot. */
const names = ['a', 'b', 'a.b', 'é😀', `${long}1`, `${long}2`, `${'x'.repeat(300)}1`];

const asIs = (name: string) => JSON.stringify(name);
const asEscapes = (name: string) =>
	`"${Array.from({ length: name.length }, (_, unit) => `\\u${name.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('')}"`;

interface Member {
	readonly name: string;
	readonly key: string;
	readonly value: Value;
}

type Value =
	| { readonly kind: 'one' | 'list' }
	| { readonly kind: 'object'; readonly members: readonly Member[] };

const { object } = fc.letrec<{ object: Value; member: Member; value: Value }>((tie) => ({
	object: fc.record({
		kind: fc.constant('object' as const),
		members: fc.array(tie('member'), { maxLength: 4, depthIdentifier: 'object' }),
	}),
	member: fc
		.tuple(fc.constantFrom(...names), fc.constantFrom(asIs, asEscapes), tie('value'))
		.map(([name, spell, value]) => ({ name, key: spell(name), value })),
	value: fc.oneof(
		{ depthIdentifier: 'object', maxDepth: 4 },
		fc.constantFrom({ kind: 'one' as const }, { kind: 'list' as const }),
		tie('object'),
	),
}));

function textOf(value: Value): string {
	if (value.kind !== 'object') return value.kind === 'one' ? '1' : '[{"a":{"a":1,"a":2}}]';
	return `{${value.members.map(({ key, value: inner }) => `${key}:${textOf(inner)}`).join(',')}}`;
}

function hasTwice(value: Value): boolean {
	if (value.kind !== 'object') return false;
	const { members } = value;
	const isTwice = new Set(members.map(({ name }) => name)).size < members.length;
	return isTwice || members.some(({ value: inner }) => hasTwice(inner));
}

function pathsOf(value: Value, around: readonly string[] = []): Array<readonly string[]> {
	if (value.kind !== 'object') return value.kind === 'list' ? [around] : [];
	return value.members.flatMap(({ name, value: inner }) => pathsOf(inner, [...around, name]));
}

const chunkSize = fc.constantFrom(1, 2, 7, 1000, Infinity);

describe('whatever the names, however they are written, and wherever the chunks end', () => {
	test('a field is called repeated exactly where an object has the same name again', () => {
		fc.assert(
			fc.property(object, chunkSize, (value, size) => {
				const { fieldProblem } = scan(textOf(value), size);
				expect(fieldProblem !== null && / twice,/.test(fieldProblem)).toBe(hasTwice(value));
			}),
			{ numRuns: 500 },
		);
	});

	test('every array is found under the names that lead to it', () => {
		fc.assert(
			fc.property(object, chunkSize, (value, size) => {
				fc.pre(!hasTwice(value));
				expect(scan(textOf(value), size).arrays.map(({ path }) => path)).toEqual(pathsOf(value));
			}),
			{ numRuns: 500 },
		);
	});
});

/** So many fields below so many levels of objects. */
function nested(levels: number, nameLength: number, fields: number): string {
	const name = JSON.stringify('n'.repeat(nameLength));
	const inside = Array.from({ length: fields }, (_, index) => `"f${index}":0`).join(',');
	return `${`{${name}:`.repeat(levels)}{${inside}}${'}'.repeat(levels)}`;
}

/** Microseconds of the processor, in the shortest of ten runs. */
function shortest(work: () => unknown): number {
	const durations = Array.from({ length: 10 }, () => {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		return user + system;
	});
	return Math.min(...durations);
}

test('what a field takes does not depend on how deep it is, nor on how long the names around it are', () => {
	const [flat, deep] = [nested(1, 1, 1500), nested(500, 100, 1500)];
	// With the path of each field kept as a text, it was more than a hundred times as much.
	expect(shortest(() => scan(deep))).toBeLessThan(30 * shortest(() => scan(flat)));
});

describe('names outside of arrays are refused', () => {
	const tooMany = 'has field names outside of arrays that have more than 1,048,576 bytes together';
	const half = 'n'.repeat(524_288);

	test.each([
		['not quite', `{"a":0,"${half}":{"${half.slice(1)}":0}}`, null],
		['of one field, not quite', `{"${half}${half}":0}`, null],
		['of one field, by a byte', `{"${half}${half}n":0}`, tooMany],
		['together', `{"a":0,"${half}":{"${half}":0}}`, tooMany],
		['of one field', `{"${half}${half}${half}":0}`, tooMany],
		['in an element, which nobody compares', `[{"e${half}${half}${half}":0}]`, null],
	])('if they are too long: %s', (_what, text, problem) => {
		for (const size of [1000, 70_000, Infinity])
			expect(scan(text, size).fieldProblem).toBe(problem);
	});

	test('and not kept: neither many of them, nor one that comes byte by byte', () => {
		const name = (index: number) => `"Ā${index}${'n'.repeat(1_000_000)}"`;
		const keptOnce = (bytes: Buffer, chunkSize: number) => {
			collectGarbage();
			const before = memory();
			const scanner = scannerOf(bytes, chunkSize);
			collectGarbage();
			const kept = memory() - before;
			expect(scanner.end()).toMatchObject({ kind: 'broken' });
			return kept;
		};
		// What the process keeps for other reasons comes once; what a scanner keeps, each time.
		const keptFor = (text: string, chunkSize: number) => {
			const bytes = Buffer.from(text);
			return Math.min(...[1, 2, 3].map(() => keptOnce(bytes, chunkSize)));
		};
		const many = Array.from({ length: 30 }, (_, index) => name(index));

		expect(keptFor(`${many.map((each) => `{${each}:`).join('')}`, 131_072)).toBeLessThan(10e6);
		expect(keptFor(`{${many.map((each) => `${each}:[]`).join(',')},`, 131_072)).toBeLessThan(10e6);
		expect(keptFor(`{${name(0).slice(0, -1)}`, 1)).toBeLessThan(10e6);
		expect(keptFor(`{"${half.repeat(60)}`, 131_072)).toBeLessThan(10e6);
	});

	test('and shown with a hundred characters', () => {
		const name = `${'n'.repeat(98)}😀`;

		expect(scan(`{"${name}":0,"${name}":0}`).fieldProblem).toContain(`the field "${name}" twice`);
		expect(scan(`{"${name}!":0,"${name}!":0}`).fieldProblem).toContain(
			`the field "${'n'.repeat(98)}…" twice`,
		);
		expect(scan(`{"${half}":{"error":1}}`).failureField).toBe(`${'n'.repeat(99)}…`);
	});
});
