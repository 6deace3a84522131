import { refuse, type Pause, type Settled } from '../shared/delivery/job';
import { InputError, inputFailure, type Failure } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import type { RunContext } from '../shared/n8n/operation';
import { checkFile } from './file';
import { formBytes, type UploadFile } from './form';
import { guardCount, guardSize, readGuards, readSame, tooLargeError, type Guards } from './guards';
import {
	divide,
	productBytes,
	streamProducts,
	wrapping,
	type Product,
	type Wrapping,
} from './products';
import { refusePage } from './refusals';
import { countRepeated } from './repeated';
import type { Settings } from './settings';
import { nameOfStore, unitsOf } from './stores';
import type { Upload } from './uploads';

/** One request, checked. */
export interface UploadPart {
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/** Different ones: those with the same ID count once, as far as they are in memory. */
	readonly products: number;
	readonly repeated: number;
	/** What the upload was held against; null for stock. */
	readonly guards: Guards | null;
	readonly file: UploadFile;
}

/**
 * Checks an upload against the guards, and splits it if the user asked for that. Yields what is
 * refused, and returns what to send. Never throws.
 */
export async function* prepare(
	run: RunContext,
	settings: Settings,
	upload: Upload,
): AsyncGenerator<Pause | Settled<never>, readonly UploadPart[]> {
	try {
		if (upload.file !== null) return [yield* prepareFile(run, settings, upload, upload.file)];
		const around = yield* readWrapping(run, upload);
		const isSplit = settings.splitsStock && upload.target.syncMode === 'stock';
		if (isSplit) return yield* splitStock(run, settings.limit, upload, around);
		const part = yield* toPart(run, upload.products, around, upload.indexes);
		return [{ ...part, guards: yield* guard(run, settings, upload, part) }];
	} catch (error) {
		yield refuse(upload.indexes, failureOf(error, upload, run.items.length), unitsOf(upload));
		return [];
	}
}

async function* prepareFile(
	run: RunContext,
	settings: Settings,
	upload: Upload,
	file: SourceFile,
): AsyncGenerator<Pause, UploadPart> {
	const [index = 0] = upload.indexes;
	const field = run.parameters.at(index).optionalId('options.productsField', 'Products Field');
	const place = `The file "${upload.target.form.fileName}"`;
	const { products, bytes } = yield* checkFile(file, place, run.timeSlice, field);
	const part: UploadPart = {
		indexes: upload.indexes,
		products,
		repeated: 0,
		guards: null,
		file: { bytes, open: (signal) => file.open(signal) },
	};
	return { ...part, guards: yield* guard(run, settings, upload, part) };
}

function* readWrapping(run: RunContext, { indexes }: Upload): Generator<Pause, Wrapping> {
	const name = 'options.wrapInKey';
	const label = 'Wrap in Field';
	const key = yield* readSame(run, indexes, name, label, (item) => item.optionalId(name, label));
	return wrapping(key);
}

/** Stock in several uploads below the limit. A product that is larger than it fails alone. */
function* splitStock(
	run: RunContext,
	limit: number,
	{ target, products }: Upload,
	around: Wrapping,
): Generator<Pause | Settled<never>, readonly UploadPart[]> {
	const bytesOfForm = formBytes(target.form);
	const { groups, tooLarge } = divide(products, around, limit - bytesOfForm);
	for (const product of tooLarge) {
		const bytes = productBytes([product], around) + bytesOfForm;
		const what = 'The request for this product alone';
		const problem = tooLargeError(bytes, limit, what, 'Send a shorter product.');
		yield refuse([product.itemIndex], inputFailure(problem, `Item ${product.itemIndex}`));
	}
	const parts: UploadPart[] = [];
	for (const group of groups) {
		const indexes = group.map(({ itemIndex }) => itemIndex);
		parts.push(yield* toPart(run, group, around, indexes));
	}
	return parts;
}

function* toPart(
	{ timeSlice }: RunContext,
	products: readonly Product[],
	around: Wrapping,
	indexes: readonly number[],
): Generator<Pause, UploadPart> {
	const bytes = productBytes(products, around);
	const file = { bytes, open: () => streamProducts(products, around) };
	const repeated = yield* countRepeated(products, timeSlice);
	return { indexes, products: products.length - repeated, repeated, guards: null, file };
}

/** Throws an InputError for what must not be sent. Returns the guards that it passed; null for stock. */
function* guard(
	run: RunContext,
	{ limit, source }: Settings,
	upload: Upload,
	part: UploadPart,
): Generator<Pause, Guards | null> {
	const { target, indexes } = upload;
	const store = nameOfStore(upload);
	const guards = target.syncMode === 'full' ? yield* readGuards(run, indexes) : null;
	if (guards !== null) {
		guardCount(part, guards, `The ${store}`);
		guardPage(upload.products);
	}
	const canSplit = target.syncMode === 'stock' && source === 'inputItems';
	const remedy = canSplit ? 'Switch Split Stock on under Options, or send' : 'Send';
	const request = `The request for the ${store}`;
	guardSize(
		part.file.bytes + formBytes(target.form),
		limit,
		request,
		`${remedy} fewer or shorter products.`,
	);
	return guards;
}

/** Throws an InputError for the only product of a catalog if it is likelier to be a page of products. */
function guardPage([only, second]: readonly Product[]): void {
	if (only?.givenAs === 'item' && second === undefined) refusePage(only.value);
}

/** Names the item of an upload that has only one, unless it is the only item of the run. */
function failureOf(error: unknown, { file, indexes }: Upload, itemCount: number): Failure {
	const isNamed = indexes.length === 1 && itemCount > 1;
	const place = isNamed ? `Item ${indexes[0] ?? 0}` : null;
	if (error instanceof InputError || file === null) return inputFailure(error, place);
	const { message } = inputFailure(error, null);
	const problem = new InputError(`The file cannot be read: ${message}`, { code: 'no_file' });
	return inputFailure(problem, place);
}
