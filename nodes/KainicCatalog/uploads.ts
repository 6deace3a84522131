import { InputError, inputFailure, within } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { RunContext } from '../shared/operation';
import { readConsoleId } from '../shared/panel/collections';
import { failedItems, type Settled } from '../shared/send/job';
import { yieldUnlessCanceled } from '../shared/wait';
import { formatNumber } from '../shared/values';
import { readFile } from './file';
import { ProductList, refuseErrorItem, schemaError } from './products';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: 'full' | 'stock';
	readonly source: 'inputItems' | 'file' | 'json';
	/** Maximum bytes of a request. */
	readonly limit: number;
	readonly validatesOnly: boolean;
}

/** The products that one request sends to a store. */
export interface Upload {
	readonly storeId: string;
	/** Indexes of the input items, ascending. */
	readonly indexes: number[];
	readonly products: ProductList;
	/** The node sends the file unchanged; null if the node sends the list of products. */
	readonly file: Blob | null;
}

export function readSettings({ runParameters, parameters, runsAsTool }: RunContext): Settings {
	const syncMode = runParameters.choice<Settings['syncMode']>('syncMode');
	const source = runParameters.choice<Settings['source']>('productSource');
	// In a tool, the only input item is the agent's call, not a product.
	if (runsAsTool && (syncMode === 'full' || source !== 'json')) {
		throw new InputError(
			"As an AI tool, this node can only send a stock update with the products in 'Products JSON'.",
			{ advice: "Set 'Sync Mode' to 'Stock', and 'Product Source' to 'JSON'." },
		);
	}
	// With these options, an agent could send the word for a full sync.
	for (const name of ['options.formNames', 'options.extraFormFields']) {
		if (!runsAsTool || !parameters.isAdded(name)) continue;
		const { title } = parameters.get(name);
		throw new InputError(`An AI tool cannot use the option ${title}.`, {
			advice: `Remove ${title} under 'Options'.`,
		});
	}
	const megabytes = runParameters.number('options.maxFileMegabytes');
	return {
		syncMode,
		source,
		limit: Math.floor(megabytes * 1_048_576),
		validatesOnly: runParameters.flag('options.validateOnly') === true,
	};
}

/** Reads the products of all items, and checks each product. */
export async function readUploads(
	run: RunContext,
	{ source, limit }: Settings,
): Promise<{ readonly uploads: readonly Upload[]; readonly refused: readonly Settled[] }> {
	if (source === 'file') return await readFiles(run, limit);
	const uploads = new Map<string, Upload>();
	const refused: Settled[] = [];
	const fromJson = source === 'json' ? await readProductsJson(run) : null;
	for (const [index, { json }] of run.items.entries()) {
		await yieldUnlessCanceled(run.cancel);
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			const products = fromJson ?? uploads.get(storeId)?.products ?? new ProductList();
			if (fromJson === null) products.add(json);
			else refuseErrorItem(json);
			const upload = uploads.get(storeId) ?? { storeId, indexes: [], products, file: null };
			upload.indexes.push(index);
			uploads.set(storeId, upload);
		} catch (error) {
			refused.push(failedItems([index], inputFailure(error, `item ${index}`), 1));
		}
	}
	return { uploads: [...uploads.values()], refused };
}

async function readFiles(run: RunContext, limit: number) {
	const uploads: Upload[] = [];
	const refused: Settled[] = [];
	for (const [index, { json }] of run.items.entries()) {
		await yieldUnlessCanceled(run.cancel);
		const products = new ProductList();
		let length = 1;
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			refuseErrorItem(json);
			const { content, list, what } = await readFile(run, index, limit);
			length = list.length;
			for (const [position, product] of list.entries()) {
				await yieldUnlessCanceled(run.cancel);
				const place = `the ${what}, product ${formatNumber(position + 1)}`;
				within(place, () => products.count(product));
			}
			uploads.push({
				storeId,
				indexes: [index],
				products,
				file: content,
			});
		} catch (error) {
			refused.push(failedItems([index], inputFailure(error, `item ${index}`), length));
		}
	}
	return { uploads, refused };
}

/** Throws an InputError if the first and the last item give different products; other items are not compared. */
async function readProductsJson({ items, parameters, cancel }: RunContext): Promise<ProductList> {
	const name = 'productsJson';
	const { title, read } = parameters.get(name);
	const first = parameters.at(0).value(name);
	const last = items.length - 1;
	if (last > 0 && JSON.stringify(read(last)) !== JSON.stringify(first)) {
		throw new InputError(`${title} has different values for the items.`, {
			advice:
				"The node reads 'Products JSON' once, for the first item. Set 'Product Source' to 'Input Items', and add a Split Out node before this node.",
		});
	}
	const value = typeof first === 'string' ? parseJson(first, title) : first;
	const list = new ProductList();
	for (const [position, product] of (Array.isArray(value) ? value : [value]).entries()) {
		await yieldUnlessCanceled(cancel);
		const place = `product ${formatNumber(position + 1)}`;
		within(place, () => list.add(product));
	}
	if (list.products > 0) return list;
	throw schemaError(`${title} is an empty array.`, `Check the expression of ${title}.`);
}
