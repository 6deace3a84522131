import { InputError, inputFailure, within, type Failure } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { RunContext } from '../shared/operation';
import { readConsoleId } from '../shared/panel/collections';
import { pause } from '../shared/wait';
import { formatNumber } from '../shared/values';
import { readFile } from './file';
import { checkProduct, ProductList, refuseErrorItem, schemaError } from './products';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: 'full' | 'stock';
	readonly source: 'inputItems' | 'file' | 'json';
	/** Maximum bytes of a request. */
	readonly limit: number;
	readonly validatesOnly: boolean;
}

/** What goes to a store in one request. */
export interface Upload {
	readonly storeId: string;
	/** Indexes of the input items, ascending. */
	readonly indexes: number[];
	readonly products: ProductList;
	/** The file, which is sent unchanged; null if the list of products is sent. */
	readonly file: Blob | null;
}

export interface RefusedItem {
	readonly index: number;
	readonly failure: Failure;
	/** Number of products in the item; 1 if unknown. */
	readonly products: number;
}

export function readSettings({ runParameters, parameters, runsAsTool }: RunContext): Settings {
	const syncMode = runParameters.choice<Settings['syncMode']>('syncMode');
	const source = runParameters.choice<Settings['source']>('productSource');
	// The input item of a tool is the call of the agent, which is not a product.
	if (runsAsTool && (syncMode === 'full' || source !== 'json')) {
		throw new InputError(
			"As an AI tool, this node can only send a stock update with the products in 'Products JSON'.",
			{ advice: "Set 'Sync Mode' to 'Stock', and 'Product Source' to 'JSON'." },
		);
	}
	// An AI agent must not be able to turn stock into a full sync.
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
): Promise<{ readonly uploads: readonly Upload[]; readonly refused: readonly RefusedItem[] }> {
	if (source === 'file') return await readFiles(run, limit);
	const uploads = new Map<string, Upload>();
	const refused: RefusedItem[] = [];
	const fromJson = source === 'json' ? await readProductsJson(run) : null;
	for (const [index, { json }] of run.items.entries()) {
		await pause();
		run.cancel?.throwIfAborted();
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			const products = fromJson ?? uploads.get(storeId)?.products ?? new ProductList();
			if (fromJson === null) products.add(checkProduct(json));
			else refuseErrorItem(json);
			const upload = uploads.get(storeId) ?? { storeId, indexes: [], products, file: null };
			upload.indexes.push(index);
			uploads.set(storeId, upload);
		} catch (error) {
			refused.push({ index, failure: inputFailure(error, `item ${index}`), products: 1 });
		}
	}
	return { uploads: [...uploads.values()], refused };
}

async function readFiles(run: RunContext, limit: number) {
	const uploads: Upload[] = [];
	const refused: RefusedItem[] = [];
	for (const [index, { json }] of run.items.entries()) {
		await pause();
		run.cancel?.throwIfAborted();
		const products = new ProductList();
		let length = 1;
		try {
			const storeId = readConsoleId(run.parameters.at(index), 'storeId');
			refuseErrorItem(json);
			const { content, list, what } = await readFile(run, index, limit);
			length = list.length;
			for (const [position, product] of list.entries()) {
				await pause();
				run.cancel?.throwIfAborted();
				const place = `the ${what}, product ${formatNumber(position + 1)}`;
				products.count(within(place, () => checkProduct(product, true)).value);
			}
			uploads.push({
				storeId,
				indexes: [index],
				products,
				file: content,
			});
		} catch (error) {
			refused.push({ index, failure: inputFailure(error, `item ${index}`), products: length });
		}
	}
	return { uploads, refused };
}

/** Reads Products JSON for the first item. Throws an InputError if the last item has other products. */
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
		await pause();
		cancel?.throwIfAborted();
		const place = `product ${formatNumber(position + 1)}`;
		list.add(within(place, () => checkProduct(product)));
	}
	if (list.products > 0) return list;
	throw schemaError(`${title} is an empty array.`, `Check the expression of ${title}.`);
}
