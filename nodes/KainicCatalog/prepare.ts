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
	readonly products: number;
	/** Of the products, those with the ID of an earlier one; 0 for a file, whose IDs are not kept. */
	readonly repeated: number;
	readonly file: UploadFile;
	/** What the upload was checked against; null for stock. */
	readonly guards: Guards | null;
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
		const isFull = upload.target.syncMode === 'full';
		if (!isFull && settings.splitsStock) return yield* splitStock(run, settings.limit, upload);
		const guards = isFull ? yield* readGuards(run, upload.indexes) : null;
		const part =
			upload.file === null
				? yield* toPart(run, upload, yield* readWrapping(run, upload), guards)
				: yield* toFilePart(run, upload, upload.file, guards);
		checkPart(settings, upload, part);
		return [part];
	} catch (error) {
		yield refuse(upload.indexes, failureOf(error, upload, run.items.length), unitsOf(upload));
		return [];
	}
}

async function* toFilePart(
	run: RunContext,
	{ target, indexes }: Upload,
	file: SourceFile,
	guards: Guards | null,
): AsyncGenerator<Pause, UploadPart> {
	const [index = 0] = indexes;
	const field = run.parameters.at(index).optionalText('options.productsField', 'Products Field');
	const place = `The file "${target.form.fileName}"`;
	const { products, bytes } = yield* checkFile(file, place, run.timeSlice, field);
	const open = (signal: AbortSignal) => file.open(signal);
	return { indexes, products, repeated: 0, file: { bytes, open }, guards };
}

function* readWrapping(run: RunContext, { indexes }: Upload): Generator<Pause, Wrapping> {
	const name = 'options.wrapInKey';
	const label = 'Wrap in Field';
	const key = yield* readSame(run, indexes, name, label, (item) => item.optionalText(name, label));
	return wrapping(key);
}

/** Stock in several uploads below the limit. A product that is larger than it fails alone. */
function* splitStock(
	run: RunContext,
	limit: number,
	upload: Upload,
): Generator<Pause | Settled<never>, readonly UploadPart[]> {
	const around = yield* readWrapping(run, upload);
	const bytesOfForm = formBytes(upload.target.form);
	const { groups, tooLarge } = divide(upload.products, around, limit - bytesOfForm);
	for (const product of tooLarge) {
		const bytes = productBytes([product], around) + bytesOfForm;
		const what = 'The request for this product alone';
		const problem = tooLargeError(bytes, limit, what, 'Send a shorter product.');
		yield refuse([product.itemIndex], inputFailure(problem, `Item ${product.itemIndex}`));
	}
	const parts: UploadPart[] = [];
	for (const products of groups) {
		const indexes = products.map(({ itemIndex }) => itemIndex);
		parts.push(yield* toPart(run, { products, indexes }, around, null));
	}
	return parts;
}

function* toPart(
	{ timeSlice }: RunContext,
	{ products, indexes }: Pick<Upload, 'products' | 'indexes'>,
	around: Wrapping,
	guards: Guards | null,
): Generator<Pause, UploadPart> {
	const bytes = productBytes(products, around);
	const file = { bytes, open: () => streamProducts(products, around) };
	const repeated = yield* countRepeated(products, timeSlice);
	return { indexes, products: products.length, repeated, file, guards };
}

/** Throws an InputError for what must not be sent. */
function checkPart({ limit, source }: Settings, upload: Upload, part: UploadPart): void {
	const { target, products } = upload;
	const store = nameOfStore(upload);
	if (part.guards !== null) {
		guardCount(part, part.guards, `The ${store}`);
		guardPage(products);
	}
	const canSplit = target.syncMode === 'stock' && source === 'inputItems';
	const remedy = canSplit ? 'Switch Split Stock on under Options, or send' : 'Send';
	guardSize(
		part.file.bytes + formBytes(target.form),
		limit,
		`The request for the ${store}`,
		`${remedy} fewer or shorter products.`,
	);
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
