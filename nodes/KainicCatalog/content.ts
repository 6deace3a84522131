import type { Pause, TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { checkFile } from './file';
import type { UploadFile } from './form';
import { parseList } from './json-list';
import { measureProduct, refuseStandIn, type Product } from './products';
import { optionalText } from './request';
import type { Settings } from './settings';

/** What one input item brings: products, or a file with products, checked. */
export type Content =
	{ readonly kind: 'products'; readonly products: readonly Product[] } | FileContent;

export interface FileContent {
	readonly kind: 'file';
	/** Empty if it has none. */
	readonly name: string;
	readonly file: UploadFile;
	/** Number of products. */
	readonly products: number;
}

/**
 * Reads and checks what an item brings. Throws an InputError, or n8n's own error for an expression, if
 * it is not what the source needs, or stands in place of products.
 */
export async function readContent(
	run: RunContext,
	{ source }: Settings,
	itemIndex: number,
): Promise<Content> {
	const input = run.items[itemIndex]?.json;
	refuseStandIn(input);
	switch (source) {
		case 'inputItems':
			return { kind: 'products', products: [measureProduct(input, itemIndex)] };
		case 'file':
			return await readFile(run, itemIndex);
		case 'json':
			return { kind: 'products', products: await readProductsJson(run, itemIndex) };
	}
}

async function readFile(run: RunContext, itemIndex: number): Promise<FileContent> {
	const fieldName = run.parameters.at(itemIndex).id('binaryPropertyName', 'Input Data Field Name');
	const productsField = optionalText(run, itemIndex, 'options.productsField', 'Products Field');
	const source = run.files.of(itemIndex, fieldName);
	const place = source.name === '' ? 'The file' : `The file "${source.name}"`;
	const check = checkFile(source, place, run.timeSlice, productsField);
	const { products, bytes } = await finish(check, run.timeSlice).catch((error: unknown) => {
		throw asReadError(error);
	});
	const open = (signal: AbortSignal) => source.open(signal);
	return { kind: 'file', name: source.name, file: { bytes, open }, products };
}

function asReadError(error: unknown): InputError {
	if (error instanceof InputError) return error;
	const reason = error instanceof Error ? error.message : String(error);
	return new InputError(`The file cannot be read: ${reason}`, { code: 'no_file' });
}

async function readProductsJson(run: RunContext, itemIndex: number): Promise<readonly Product[]> {
	let place = 0;
	const onProduct = (position: number) => {
		place = position;
	};
	return await parseProducts(run, itemIndex, onProduct).catch((error: unknown) => {
		if (!(error instanceof InputError) || place === 0) throw error;
		throw new InputError(error.message, { ...error.explanation, within: `product ${place}` });
	});
}

/** Calls `onProduct` with the number of each product, counted from 1; with 0 for the text as a whole. */
async function parseProducts(
	{ parameters, timeSlice }: RunContext,
	itemIndex: number,
	onProduct: (position: number) => void,
): Promise<readonly Product[]> {
	const value = parameters.at(itemIndex).value('productsJson');
	const parsed =
		typeof value === 'string'
			? await finish(parseList(value, 'Products JSON', timeSlice, onProduct), timeSlice)
			: value;
	onProduct(0);
	if (!Array.isArray(parsed)) return [measureProduct(parsed, itemIndex)];
	if (parsed.length === 0) {
		throw new InputError('Products JSON is an empty array.', {
			code: 'file_schema',
			advice: 'Check the expression that gives the products.',
		});
	}
	const values: readonly unknown[] = parsed;
	const products: Product[] = [];
	for (const [position, product] of values.entries()) {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		onProduct(values.length === 1 ? 0 : position + 1);
		products.push(measureProduct(product, itemIndex));
	}
	return products;
}

/** Yields to the event loop at each pause of a check. */
async function finish<Value>(
	steps: Generator<Pause, Value> | AsyncGenerator<Pause, Value>,
	timeSlice: TimeSlice,
): Promise<Value> {
	for (;;) {
		const step = await steps.next();
		if (step.done === true) return step.value;
		await timeSlice.yieldToEventLoop();
	}
}
