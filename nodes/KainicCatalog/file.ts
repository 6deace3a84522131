import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { guessFormat } from './file-format';
import type { FoundArray } from './json-arrays';
import { JsonScanner, type Scan } from './json-scanner';
import { formatNumber } from '../shared/values';

/** A file that was read to its end and found to hold products. */
export interface CheckedFile {
	readonly products: number;
	readonly bytes: number;
}

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
	file: SourceFile,
	place: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
	productsField?: string,
): AsyncGenerator<Pause, CheckedFile> {
	const scanner = new JsonScanner();
	let head: Uint8Array = new Uint8Array();
	let bytes = 0;
	let isGood = true;
	for await (const chunk of file.open()) {
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
	refuseOtherFormats(scan, head, place);
	return { bytes, products: countProducts(scan, place, productsField) };
}

function refuseOtherFormats(scan: Scan, head: Uint8Array, place: string): void {
	if (scan.kind === 'empty') throw schemaError(`${place} is empty.`);
	if (scan.kind === 'json' && scan.root !== 'other') return;
	const guess = guessFormat(head);
	if (guess !== null) throw schemaError(`${place} ${guess.what}.`, guess.advice);
	if (scan.kind === 'json') {
		const value = Buffer.from(head).toString('utf8').trim().slice(0, 40);
		throw schemaError(`${place} holds only ${value}, which is no array of products.`);
	}
}

/**
 * The products are the elements of the array that the user named. Otherwise they are the elements
 * of the outermost array; or, in an object, of its only array that is not inside another array and
 * is empty or holds objects. All of them must be objects with at least one field, and more than an
 * error. A file is refused if it has several such arrays, a field that reports a failure, or a field
 * twice outside of its arrays.
 */
function countProducts(scan: Scan, place: string, productsField: string | undefined): number {
	if (scan.kind === 'empty') return 0;
	if (scan.kind === 'broken') throw schemaError(`${place} ${scan.problem}.`);
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
	const name = array.path === '' ? '' : ` of "${array.path}"`;
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
		const named = arrays.filter(({ path }) => path === productsField);
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
	const shown = arrays.slice(0, 5).map(({ path }) => `"${path}"`);
	return [...shown, ...(arrays.length > 5 ? ['and others'] : [])].join(', ');
}

function schemaError(message: string, advice?: string): InputError {
	return new InputError(message, {
		code: 'file_schema',
		advice: advice ?? 'Upload a file that holds a JSON array of product objects, in UTF-8.',
	});
}
