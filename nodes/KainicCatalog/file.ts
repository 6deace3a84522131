import type { TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { isPlainObject, shortened } from '../shared/values';
import { formatOf } from './file-format';
import { type List, ListReader } from './list-reader';

/** Bytes at the beginning of a file that show its format if it is not JSON. */
const headBytes = 512;

export interface FileCheck {
	/** Names the file in messages. */
	readonly place: string;
	/** The path of the list with the products, if the file is an object. */
	readonly productsField: string | undefined;
	/** Throws an InputError for what is not a product. */
	checkProduct(value: unknown): void;
	readonly timeSlice: Pick<TimeSlice, 'isOver' | 'yieldToEventLoop'>;
}

/**
 * Reads a file once, in constant memory, and checks it to its end and each of its products. Throws
 * an InputError that says what is wrong, and at which product; rejects if the file cannot be read.
 */
export async function checkFile(
	file: Pick<SourceFile, 'open'>,
	{ place, productsField, checkProduct, timeSlice }: FileCheck,
): Promise<{ readonly products: number; readonly bytes: number }> {
	const reader = new ListReader(place, checkProduct);
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	const write = (chunk?: Uint8Array) => {
		reader.write(decode(decoder, chunk, `${place} is not text in UTF-8${reader.near()}.`));
	};
	let head = new Uint8Array();
	let bytes = 0;
	let outside: unknown;
	try {
		for await (const chunk of file.open()) {
			if (bytes === 0) head = chunk.slice(0, headBytes);
			bytes += chunk.length;
			write(chunk);
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		}
		write();
		outside = reader.end();
	} catch (error) {
		throw error instanceof InputError ? formatError(error, head, place) : error;
	}
	const { elements, problem } = chooseList(reader.lists, outside, place, productsField);
	if (problem !== null) throw problem instanceof InputError ? withPlace(problem, place) : problem;
	if (elements === 0) throw schemaError(`${place} holds no products.`);
	return { products: elements, bytes };
}

/** The chunk's text; without a chunk, what is left at the end of a file. */
function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, problem: string): string {
	try {
		return decoder.decode(chunk, { stream: chunk !== undefined });
	} catch {
		// The error of the decoder says less.
	}
	throw new InputError(problem);
}

function formatError(error: InputError, head: Uint8Array, place: string): InputError {
	const format = formatOf(head);
	if (format !== undefined) return schemaError(`${place} ${format.what}.`, format.advice);
	return schemaError(withPlace(error, place).message);
}

/** The same error; its message names the product together with its file. */
function withPlace({ message, explanation }: InputError, place: string): InputError {
	const { within, ...rest } = explanation;
	return new InputError(within === undefined ? message : `${place}, ${within}: ${message}`, rest);
}

/** The list with the products: the whole file, or the one that Products Field names. */
function chooseList(
	lists: readonly List[],
	outside: unknown,
	place: string,
	productsField: string | undefined,
): List {
	const found = findLists(outside);
	const named = found.filter(({ path }) => path === productsField);
	if (found.length < lists.length || named.length > 1) {
		throw schemaError(
			`${place} has a field twice, so that it is not certain which list counts.`,
			'Correct the program that writes the file.',
		);
	}
	const list = named[0] === undefined ? undefined : lists[named[0].index];
	if (list !== undefined) return list;
	throw schemaError(
		productsField === undefined
			? `${place} is an object, not an array of products.`
			: `${place} has no list "${productsField}", which Products Field names.`,
		`Name the list of the products in Products Field under Options. ${listsText(found)}`,
	);
}

interface FoundList {
	/** Names joined by dots; undefined for the outermost value. */
	readonly path: string | undefined;
	readonly index: number;
}

/** The lists that are left of a value that the reader gives: if a field was there twice, not all of them. */
function findLists(value: unknown, path?: string): FoundList[] {
	if (Array.isArray(value)) return [{ path, index: Number(value[0]) }];
	if (!isPlainObject(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		findLists(inner, path === undefined ? name : `${path}.${name}`),
	);
}

function listsText(lists: readonly FoundList[]): string {
	if (lists.length === 0) {
		return 'The file has no lists: it may be an error message in place of a catalog.';
	}
	const names = lists.slice(0, 5).map(({ path = '' }) => `"${shortened(path, 100)}"`);
	return `The file has: ${[...names, ...(lists.length > 5 ? ['and others'] : [])].join(', ')}.`;
}

function schemaError(message: string, advice?: string): InputError {
	return new InputError(message, {
		code: 'file_schema',
		advice: advice ?? 'Upload a file that holds one JSON array of product objects, in UTF-8.',
	});
}
