import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { InputError, inputFailure, type Failure } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { SourceFile } from '../shared/n8n/binary';
import { standsForSeveral, withoutResult } from '../shared/n8n/leftovers';
import type { RunContext } from '../shared/n8n/operation';
import { measureProduct, refuseErrorItem, refusePage, type Product } from './products';
import type { Settings } from './settings';

/** What one input item brings: products, or a file, which is not read yet; or why it is refused. */
export interface Content {
	readonly products: readonly Product[];
	readonly file: SourceFile | null;
	readonly failure: Failure | null;
}

/** The product that is being read, counted from 1; null if it is the only one of its item. */
interface Place {
	product: number | null;
}

/**
 * Reads and checks what an item brings. It is refused if it is not what the source needs, if an
 * expression fails, or if n8n made it of an error.
 */
export function* readContent(
	run: RunContext,
	settings: Settings,
	itemIndex: number,
): Generator<Pause, Content> {
	const place: Place = { product: null };
	try {
		return yield* readItem(run, settings, itemIndex, place);
	} catch (error) {
		const ofProduct = place.product === null ? '' : `, product ${place.product}`;
		const failure = inputFailure(error, `Item ${itemIndex}${ofProduct}`);
		return { products: [], file: null, failure };
	}
}

function* readItem(
	run: RunContext,
	{ source, panelMode }: Settings,
	itemIndex: number,
	place: Place,
): Generator<Pause, Content> {
	const input = run.items[itemIndex]?.json;
	if (standsForSeveral(input)) throw partOfUpload();
	const json = withoutResult(input);
	refuseErrorItem(json);
	const parameters = run.parameters.at(itemIndex);
	const isWholeCatalog = panelMode === 'full' && run.items.length === 1;
	switch (source) {
		case 'inputItems':
			if (isWholeCatalog) refusePage(json);
			return { products: [measureProduct(json, itemIndex)], file: null, failure: null };
		case 'file': {
			const name = parameters.id('binaryPropertyName', 'Input Data Field Name');
			return { products: [], file: run.files.of(itemIndex, name), failure: null };
		}
		case 'json': {
			const products = yield* readProductsJson(run, itemIndex, isWholeCatalog, place);
			return { products, file: null, failure: null };
		}
	}
}

/** Sent again as it is, it would be the whole catalog, or all the stock. */
function partOfUpload(): InputError {
	return new InputError(
		'The item is the failure of a whole upload, but holds only one of its products.',
		{
			code: 'suspicious_catalog',
			advice:
				'Send the items again that went into that upload, e.g. by running the workflow once more: this item comes from the error output of Kainic Catalog and stands for all of them.',
		},
	);
}

function* readProductsJson(
	{ parameters, timeSlice }: RunContext,
	itemIndex: number,
	isWholeCatalog: boolean,
	place: Place,
): Generator<Pause, readonly Product[]> {
	const value = parameters.at(itemIndex).value('productsJson');
	const onElement = (position: number) => {
		place.product = position;
	};
	const parsed =
		typeof value === 'string'
			? yield* parseList(value, 'Products JSON', timeSlice, onElement)
			: value;
	place.product = null;
	if (!Array.isArray(parsed)) {
		if (isWholeCatalog) refusePage(parsed);
		return [measureProduct(parsed, itemIndex)];
	}
	if (parsed.length === 0) {
		throw new InputError('Products JSON is an empty array.', {
			code: 'file_schema',
			advice: 'Check the expression that gives the products.',
		});
	}
	const values: readonly unknown[] = parsed;
	const products: Product[] = [];
	for (const [position, product] of values.entries()) {
		if (timeSlice.isOver()) yield pause;
		place.product = values.length === 1 ? null : position + 1;
		products.push(measureProduct(product, itemIndex));
	}
	return products;
}

/**
 * Parses JSON that a user wrote. An array is parsed element by element, so that a long one does not
 * hold the event loop; `onElement` is called before each, with its position, counted from 1. Throws
 * an InputError that says where the text is broken.
 */
export function* parseList(
	text: string,
	what: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
	onElement: (position: number) => void,
): Generator<Pause, unknown> {
	const ends = yield* findElements(text, timeSlice);
	if (ends === null) return parseJson(text, what);
	const elements: unknown[] = [];
	let [start = 0] = ends;
	for (const end of ends.slice(1)) {
		if (timeSlice.isOver()) yield pause;
		onElement(elements.length + 1);
		elements.push(parseJson(text.slice(start + 1, end), what));
		start = end;
	}
	return elements;
}

/** Characters that are looked at between two looks at the clock. */
const sliceLength = 64 * 1024;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/**
 * Offsets of the bracket that opens the outermost array, of the commas between its elements, and of
 * the bracket that closes it. Null if the text is another value, an empty array, or broken.
 */
function* findElements(
	text: string,
	timeSlice: Pick<TimeSlice, 'isOver'>,
): Generator<Pause, readonly number[] | null> {
	const open = text.search(/\S/);
	if (text[open] !== '[' || /^\s*\]/.test(text.slice(open + 1, open + 100))) return null;
	const offsets = [open];
	let depth = 1;
	let inText = false;
	for (let index = open + 1; index < text.length; index += 1) {
		if (index % sliceLength === 0 && timeSlice.isOver()) yield pause;
		const code = text.charCodeAt(index);
		if (inText) {
			if (code === backslash) index += 1;
			else if (code === quote) inText = false;
		} else if (code === quote) inText = true;
		else if (openers.has(code)) depth += 1;
		else if (closers.has(code)) depth -= 1;
		else if (code === comma && depth === 1) offsets.push(index);
		if (depth > 0) continue;
		const isWhole = text[index] === ']' && text.slice(index + 1).trim() === '';
		return isWhole ? [...offsets, index] : null;
	}
	return null;
}
