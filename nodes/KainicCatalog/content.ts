import { pause, type Pause } from '../shared/delivery/job';
import { InputError, inputFailure, type Failure } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { withoutResult } from '../shared/n8n/leftovers';
import type { RunContext } from '../shared/n8n/operation';
import { parseList } from './json-list';
import { measureProduct, type Product } from './products';
import { refuseErrorItem, refuseStandIn } from './refusals';
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
	{ source }: Settings,
	itemIndex: number,
	place: Place,
): Generator<Pause, Content> {
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
			const products = yield* readProductsJson(run, itemIndex, place);
			return { products, file: null, failure: null };
		}
	}
}

function* readProductsJson(
	{ parameters, timeSlice }: RunContext,
	itemIndex: number,
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
	if (!Array.isArray(parsed)) return [measureProduct(parsed, itemIndex, 'item')];
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
		products.push(measureProduct(product, itemIndex, 'list'));
	}
	return products;
}
