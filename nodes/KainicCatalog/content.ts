import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { standsForSeveral, withoutResult } from '../shared/n8n/leftovers';
import type { RunContext } from '../shared/n8n/operation';
import { isPlainObject } from '../shared/values';
import { parseList } from './json-list';
import { isErrorOfNode, measureProduct, type Product } from './products';
import type { Settings } from './settings';
import type { SyncMode } from './target';

/** What one input item brings: products, checked, or a file, which is not read yet. */
export type Content =
	| { readonly kind: 'products'; readonly products: readonly Product[] }
	| { readonly kind: 'file'; readonly file: SourceFile };

/** The product that is being read, counted from 1; null if it is the only one of its item. */
export interface Place {
	product: number | null;
}

/**
 * Reads what an item brings. Throws an InputError, or n8n's error for an expression, if it is not
 * what the source needs, or if n8n made the item of an error. `place` then says which product it was.
 */
export function* readContent(
	run: RunContext,
	{ source, panelMode }: Pick<Settings, 'source' | 'panelMode'>,
	itemIndex: number,
	place: Place,
): Generator<Pause, Content> {
	const input = run.items[itemIndex]?.json;
	if (standsForSeveral(input)) throw partOfUpload();
	const json = withoutResult(input);
	refuseErrorItem(json);
	const parameters = run.parameters.at(itemIndex);
	switch (source) {
		case 'inputItems':
			refusePage(run, panelMode, json);
			return { kind: 'products', products: [measureProduct(json, itemIndex)] };
		case 'file': {
			const name = parameters.id('binaryPropertyName', 'Input Data Field Name');
			return { kind: 'file', file: run.files.of(itemIndex, name) };
		}
		case 'json': {
			const value = parameters.value('productsJson');
			const read = yield* readProductsJson(value, run.timeSlice, place);
			if (!Array.isArray(read)) refusePage(run, panelMode, read);
			const products: readonly unknown[] = Array.isArray(read) ? read : [read];

			return { kind: 'products', products: yield* measureAll(run, products, itemIndex, place) };
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

/** A node that continues on error hands on such items among the good ones. */
function refuseErrorItem(json: unknown): void {
	if (!isPlainObject(json) || !isErrorOfNode(json)) return;
	throw new InputError('The item is an error of a node before, not a product.', {
		code: 'file_schema',
		advice:
			'Look at what failed before this node. If a part of the products may be missing, leave On Error of that node at Stop Workflow.',
	});
}

function* readProductsJson(
	value: unknown,
	timeSlice: TimeSlice,
	place: Place,
): Generator<Pause, unknown> {
	const parsed =
		typeof value === 'string'
			? yield* parseList(value, 'Products JSON', timeSlice, (position) => {
					place.product = position;
				})
			: value;
	place.product = null;
	if (!Array.isArray(parsed)) return parsed;
	const list: readonly unknown[] = parsed;
	if (list.length > 0) return list;
	throw new InputError('Products JSON is an empty array.', {
		code: 'file_schema',
		advice: 'Check the expression that gives the products.',
	});
}

/**
 * In a full sync a single product that holds a list is likelier to be a page of products, which
 * would become the whole catalog.
 */
function refusePage(run: RunContext, panelMode: SyncMode, value: unknown): void {
	if (panelMode === 'stock' || run.items.length > 1 || !isPlainObject(value)) return;
	const list = Object.keys(value).find((name) => isList(value[name]));
	if (list === undefined) return;
	throw new InputError(
		`The only product has the list "${list}", so that it may be a page of products.`,
		{
			code: 'suspicious_catalog',
			advice: `Split "${list}" into products before this node, e.g. with a Split Out node. If it is a product, send it as an array with one object, with the source JSON.`,
		},
	);
}

function isList(value: unknown): boolean {
	return Array.isArray(value) && (value.length === 0 || value.some(isPlainObject));
}

function* measureAll(
	{ timeSlice }: RunContext,
	values: readonly unknown[],
	itemIndex: number,
	place: Place,
): Generator<Pause, readonly Product[]> {
	const products: Product[] = [];
	for (const [position, value] of values.entries()) {
		if (timeSlice.isOver()) yield pause;
		place.product = values.length === 1 ? null : position + 1;
		products.push(measureProduct(value, itemIndex));
	}
	return products;
}
