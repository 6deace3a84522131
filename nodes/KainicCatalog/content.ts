import { InputError, inputFailure, type Failure } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { SourceFile } from '../shared/n8n/binary';
import { withoutResult } from '../shared/n8n/leftovers';
import type { RunContext } from '../shared/n8n/operation';
import { inProduct } from './in-product';
import { readList } from './list-reader';
import { measureProduct, type Product } from './products';
import { refuseErrorItem, refuseStandIn } from './refusals';
import type { Settings } from './settings';

/** What one input item brings: products, or a file, which is not read yet; or why it is refused. */
export interface Content {
	readonly products: readonly Product[];
	readonly file: SourceFile | null;
	readonly failure: Failure | null;
}

/**
 * Reads and checks what an item brings. It is refused if it is not what the source needs, if an
 * expression fails, or if n8n made it of an error.
 */
export async function readContent(
	run: RunContext,
	settings: Settings,
	itemIndex: number,
): Promise<Content> {
	try {
		return await readItem(run, settings, itemIndex);
	} catch (error) {
		const failure = inputFailure(error, `Item ${itemIndex}`);
		return { products: [], file: null, failure };
	}
}

async function readItem(
	run: RunContext,
	{ source }: Settings,
	itemIndex: number,
): Promise<Content> {
	const input = run.items[itemIndex]?.json;
	refuseStandIn(input);
	const json = withoutResult(input);
	refuseErrorItem(json);
	const parameters = run.parameters.at(itemIndex);
	switch (source) {
		case 'inputItems':
			return { products: [measureProduct(json, itemIndex, 'item')], file: null, failure: null };
		case 'file': {
			const name = parameters.id('binaryPropertyName', 'Input Data Field Name');
			return { products: [], file: run.files.of(itemIndex, name), failure: null };
		}
		case 'json': {
			const products = await readProductsJson(run, itemIndex);
			return { products, file: null, failure: null };
		}
	}
}

/** Products JSON may be text, or what an expression gives: an array or an object. */
async function readProductsJson(
	{ parameters, timeSlice }: RunContext,
	itemIndex: number,
): Promise<readonly Product[]> {
	const value = parameters.at(itemIndex).value('productsJson');
	const products: Product[] = [];
	const add = (product: unknown) => {
		products.push(measureProduct(product, itemIndex, 'list'));
	};
	if (typeof value === 'string') {
		if (!/^\s*\[/.test(value)) {
			return [measureProduct(parseJson(value, 'Products JSON'), itemIndex, 'item')];
		}
		await readList(value, 'Products JSON', add, timeSlice);
	} else {
		if (!Array.isArray(value)) return [measureProduct(value, itemIndex, 'item')];
		const values: readonly unknown[] = value;
		for (const [index, product] of values.entries()) {
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
			inProduct(index + 1, () => add(product));
		}
	}
	if (products.length > 0) return products;
	throw new InputError('Products JSON is an empty array.', {
		code: 'file_schema',
		advice: 'Check the expression that gives the products.',
	});
}
