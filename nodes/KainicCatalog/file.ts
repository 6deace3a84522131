import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import { isPath, shownPath } from '../shared/json-path';
import type { SourceFile } from '../shared/n8n/binary';
import { formatNumber, shortened } from '../shared/values';
import type { FoundArray } from './json-arrays';
import { JsonScanner, type Scan } from './json-scanner';

/** Bytes that are scanned between two looks at the clock. */
const sliceBytes = 128 * 1024;

/** Bytes at the beginning of a file that show its format if it is not JSON. */
const headBytes = 512;

/**
 * Reads a file once, in constant memory, and checks that it is well-formed JSON which holds
 * products. `productsField` is the path of the array with the products, if the user named it.
 * Throws an InputError that says what is wrong and where; rejects if the file cannot be read.
 */
export async function* checkFile(
	file: Pick<SourceFile, 'lend'>,
	place: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
	productsField?: string,
): AsyncGenerator<Pause, { readonly products: number; readonly bytes: number }> {
	const scanner = new JsonScanner();
	let head: Uint8Array = new Uint8Array();
	let bytes = 0;
	let isGood = true;
	for await (const chunk of file.lend()) {
		bytes += chunk.length;
		if (head.length < headBytes) {
			head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
		}
		for (let start = 0; start < chunk.length && isGood; start += sliceBytes) {
			isGood = scanner.write(chunk.subarray(start, start + sliceBytes));
			if (timeSlice.isOver()) yield pause;
		}
		// Reads on in a broken file until its format can be recognised.
		if (!isGood && head.length >= headBytes) break;
	}
	const scan = scanner.end();
	if (scan.kind === 'empty') throw schemaError(`${place} is empty.`);
	if (scan.kind === 'broken' || scan.root === 'other') throw formatError(scan, head, place);
	return { bytes, products: countProducts(scan, place, productsField) };
}

/** An error for a file that is not well-formed JSON, or JSON of a single text, number or word. */
function formatError(scan: Scan, head: Uint8Array, place: string): InputError {
	const guess = guessFormat(head);
	if (guess !== null) return schemaError(`${place} ${guess.what}.`, guess.advice);
	if (scan.kind === 'broken') return schemaError(`${place} ${scan.problem}.`);
	const value = shortened(Buffer.from(head).toString('utf8').trim(), 40);
	return schemaError(`${place} holds only ${value}, which is no array of products.`);
}

/**
 * The products are the elements of the array that the user named. Otherwise they are the elements
 * of the outermost array; or, in an object, of its only array that is not inside another array and
 * is empty or holds objects. All of them must be objects with at least one field, and more than an
 * error. A file is refused if it has several such arrays, a field that reports a failure, or a field
 * twice outside of its arrays.
 */
function countProducts(
	scan: Extract<Scan, { kind: 'json' }>,
	place: string,
	productsField: string | undefined,
): number {
	if (scan.failureField !== null) {
		throw schemaError(
			`${place} reports a failure in its field "${scan.failureField}".`,
			'It looks like an error message in place of a catalog. Check the node that fetched it.',
		);
	}
	if (scan.fieldProblem !== null) {
		throw schemaError(
			`${place} ${scan.fieldProblem}.`,
			'Correct the program that writes the file.',
		);
	}
	const array = chooseArray(scan.arrays, place, productsField);
	if (array === undefined || array.elements === 0) throw schemaError(`${place} holds no products.`);
	const bad = array.firstBad;
	if (bad === null) return array.elements;
	const name = array.path.length === 0 ? '' : ` of "${shownPath(array.path)}"`;
	throw schemaError(
		`${place} holds something that is no product: entry ${formatNumber(bad.position)}${name} is ${bad.what} (it ends at byte ${formatNumber(bad.offset)}).`,
	);
}

function chooseArray(
	arrays: readonly FoundArray[],
	place: string,
	productsField: string | undefined,
): FoundArray | undefined {
	if (productsField !== undefined) {
		const named = arrays.filter(({ path }) => isPath(path, productsField));
		if (named.length === 1) return named[0];
		const problem = named.length === 0 ? 'has no array' : 'has several arrays';
		throw schemaError(
			`${place} ${problem} "${productsField}", which Products Field names.`,
			`Correct Products Field under Options. ${listArrays(arrays)}`,
		);
	}
	const possible = arrays.filter(({ elements, objects }) => elements === 0 || objects > 0);
	if (possible.length <= 1) return possible[0] ?? arrays[0];
	throw schemaError(
		`${place} has ${possible.length} arrays that could be the products: ${names(possible)}.`,
		'Name the right one in Products Field under Options, or remove the others from the file.',
	);
}

function listArrays(arrays: readonly FoundArray[]): string {
	return arrays.length === 0 ? 'The file has no arrays.' : `The file has: ${names(arrays)}.`;
}

function names(arrays: readonly FoundArray[]): string {
	const shown = arrays.slice(0, 5).map(({ path }) => `"${shownPath(path)}"`);
	return [...shown, ...(arrays.length > 5 ? ['and others'] : [])].join(', ');
}

function schemaError(message: string, advice?: string): InputError {
	return new InputError(message, {
		code: 'file_schema',
		advice: advice ?? 'Upload a file that holds a JSON array of product objects, in UTF-8.',
	});
}

/** What a file seems to be that is not the JSON of products. */
interface Guess {
	readonly what: string;
	readonly advice: string;
}

const saveAsUtf8 = 'Save it as UTF-8.';
const unpack = 'Unpack it before this node, for example with the Compression node.';

const signatures: ReadonlyArray<Guess & { readonly bytes: readonly number[] }> = [
	{
		bytes: [0xef, 0xbb, 0xbf],
		what: 'begins with a byte order mark',
		advice: 'Save it as UTF-8 without a byte order mark (BOM).',
	},
	{ bytes: [0xff, 0xfe], what: 'is UTF-16 text', advice: saveAsUtf8 },
	{ bytes: [0xfe, 0xff], what: 'is UTF-16 text', advice: saveAsUtf8 },
	{ bytes: [0x1f, 0x8b], what: 'is compressed with gzip', advice: unpack },
	{ bytes: [0x50, 0x4b, 0x03, 0x04], what: 'is a ZIP archive', advice: unpack },
];

/** Guesses the format from the beginning of a file; null if it may be broken JSON. */
function guessFormat(head: Uint8Array): Guess | null {
	const known = signatures.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
	if (known !== undefined) return known;
	if (head[0] === 0 || head[1] === 0) return { what: 'is UTF-16 text', advice: saveAsUtf8 };
	return guessText(Buffer.from(head).toString('utf8').trimStart());
}

function guessText(text: string): Guess | null {
	if (text.startsWith('<')) {
		return {
			what: 'is an HTML or XML page, not JSON',
			advice: 'Check what the node before this one received. It may be an error page.',
		};
	}
	if (/^"\s*[[{]/.test(text)) {
		return {
			what: 'is JSON inside a JSON text: it was encoded twice (at byte 0)',
			advice: 'Encode the products once. A text that is JSON already needs no JSON.stringify.',
		};
	}
	const [line = ''] = text.split(/\r?\n/);
	if (/^[[{"\u201c\u201d]/.test(text) || !/[,;\t]/.test(line)) return null;
	return {
		what: 'seems to be CSV, not JSON',
		advice:
			'Read it with the Extract From File node, and upload the products with the source Input Items.',
	};
}
