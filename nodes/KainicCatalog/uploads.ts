import { InputError, inputFailure, within } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { RunContext } from '../shared/operation';
import { readConsoleId } from '../shared/panel/collections';
import { failedItems, type Settled } from '../shared/send/job';
import { yieldUnlessCanceled } from '../shared/wait';
import { formatNumber } from '../shared/values';
import { readFile } from './file';
import { hasId, ProductList, refuseErrorItem, schemaError } from './products';
import type { Settings } from './settings';

/** The products that one request sends to a store. */
export interface Upload {
	readonly kind: 'upload';
	readonly storeId: string;
	/** Indexes of the input items, ascending. */
	readonly indexes: number[];
	readonly products: ProductList;
	/** The node sends the file unchanged; null if the node sends the list of products. */
	readonly file: Blob | null;
}

/**
 * Reads and checks the products of all items. Returns an upload for each store, or for each file as soon as the file
 * was read, and the items that a check refused.
 */
export async function* readUploads(
	run: RunContext,
	settings: Settings,
): AsyncGenerator<Upload | Settled, void> {
	if (settings.source === 'file') return yield* readFiles(run, settings);
	const uploads = new Map<string, Upload>();
	const fromJson = settings.source === 'json' ? await readProductsJson(run) : null;
	const hasIds = run.items.some(({ json }) => hasId(json));
	for (const [index, { json }] of run.items.entries()) {
		await yieldUnlessCanceled(run.cancel);
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			const upload =
				uploads.get(storeId) ?? newUpload(storeId, fromJson ?? new ProductList(hasIds));
			if (fromJson === null) upload.products.add(json);
			else refuseErrorItem(json);
			upload.indexes.push(index);
			uploads.set(storeId, upload);
		} catch (error) {
			yield failedItems([index], inputFailure(error, `item ${index}`), 1);
		}
	}
	yield* uploads.values();
}

function newUpload(storeId: string, products: ProductList): Upload {
	return { kind: 'upload', storeId, indexes: [], products, file: null };
}

async function* readFiles(
	run: RunContext,
	settings: Settings,
): AsyncGenerator<Upload | Settled, void> {
	for (const [index, { json }] of run.items.entries()) {
		await yieldUnlessCanceled(run.cancel);
		let length = 1;
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			refuseErrorItem(json);
			const { content, list, what } = await readFile(run, index, settings);
			length = list.length;
			const products = new ProductList(list.some(hasId));
			for (const [position, product] of list.entries()) {
				await yieldUnlessCanceled(run.cancel);
				const place = `the ${what}, product ${formatNumber(position + 1)}`;
				within(place, () => products.count(product));
			}
			yield { ...newUpload(storeId, products), indexes: [index], file: content };
		} catch (error) {
			yield failedItems([index], inputFailure(error, `item ${index}`), length);
		}
	}
}

/** Reads the products once for the run. Throws an InputError if an item gives other products. */
async function readProductsJson(run: RunContext): Promise<ProductList> {
	const name = 'productsJson';
	const { title, differsByItem } = run.parameters.get(name);
	const value = run.runParameters.value(name);
	const parsed = typeof value === 'string' ? parseJson(value, title) : value;
	const products: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	const list = new ProductList(products.some(hasId));
	for (const [position, product] of products.entries()) {
		await yieldUnlessCanceled(run.cancel);
		const place = `product ${formatNumber(position + 1)}`;
		within(place, () => list.add(product));
	}
	if (list.products === 0) {
		throw schemaError(`${title} is an empty array.`, `Check the expression of ${title}.`);
	}
	if (differsByItem) await refuseOtherValues(run, name, jsonText(value));
	return list;
}

/** n8n needs half a millisecond to evaluate an expression for an item. */
async function refuseOtherValues(
	{ items, parameters, cancel }: RunContext,
	name: string,
	expected: string,
): Promise<void> {
	for (const index of items.keys()) {
		await yieldUnlessCanceled(cancel);
		within(`item ${index}`, () => {
			const item = parameters.at(index);
			if (jsonText(item.value(name)) === expected) return;
			throw new InputError(`${item.get(name).title} has different values for the items.`, {
				advice:
					"All items must return the same products. If each item has products of its own, set 'Source' to 'Input Items', and add a Split Out node before this node.",
			});
		});
	}
}

function jsonText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
