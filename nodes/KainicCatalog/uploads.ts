import { InputError, inputFailure, within, type Failure } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { RunContext } from '../shared/operation';
import { formatNumber } from '../shared/values';
import { fileOf } from './binary';
import { checkFile, nameOfFile } from './file';
import { tooLarge } from './form';
import { claimFor, type Claim } from './full-sync';
import { measureProduct, ProductList, refuseStandIn, schemaError, type Content } from './products';
import { pause } from '../shared/pause';

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
	/** Null if the upload needs no claim. */
	readonly claim: Claim | null;
	/** Indexes of the input items, ascending. */
	readonly indexes: number[];
	readonly content: Content;
	/** The uploads to the same store, this one included. */
	readonly sameStore: readonly Upload[];
}

export function readSettings({ options, parameters, runsAsTool }: RunContext): Settings {
	const syncMode = options.choice<Settings['syncMode']>('syncMode');
	const source = options.choice<Settings['source']>('productSource');
	// The input item of a tool is the call of the agent, which is not a product.
	if (runsAsTool && (syncMode === 'full' || source !== 'json')) {
		throw new InputError(
			'As an AI tool, this node can only send a stock update with the products in Products JSON.',
			{ advice: 'Set Sync Mode to Stock, and Product Source to JSON.' },
		);
	}
	// An AI agent must not be able to turn stock into a full sync.
	for (const name of ['options.formNames', 'options.extraFormFields']) {
		if (!runsAsTool || !parameters.isGiven(name)) continue;
		const { title } = parameters.get(name);
		throw new InputError(`An AI tool cannot use the option ${title}.`, {
			advice: `Remove ${title} under Options.`,
		});
	}
	const megabytes = options.number('options.maxFileMegabytes');
	if (megabytes <= 0) {
		throw new InputError(`Maximum Megabytes is ${megabytes}, but it must be more than 0.`);
	}
	return {
		syncMode,
		source,
		limit: Math.floor(megabytes * 1_048_576),
		validatesOnly: options.flag('options.validateOnly'),
	};
}

/**
 * Groups the items into uploads: one for each file, and one for all products of a store. Items that fail
 * a check are refused. A refused full sync keeps its claim, because a later run in the same execution
 * would send only a part of the catalog.
 */
export async function collectUploads(
	run: RunContext,
	settings: Settings,
): Promise<{ readonly uploads: readonly Upload[]; readonly refused: Map<number, Failure> }> {
	const uploads: Upload[] = [];
	const stores = new Map<string, Upload[]>();
	const refused = new Map<number, Failure>();
	const claimStore = claimFor(run.context);
	const { baseUrl, projectId } = run.connection;
	const address = [baseUrl, projectId];
	const isClaimed = settings.syncMode === 'full' && !settings.validatesOnly;
	for (const index of run.items.keys()) {
		await pause();
		run.cancel?.throwIfAborted();
		try {
			const storeId = run.parameters.at(index).consoleId('storeId');
			const claim = isClaimed ? claimStore(JSON.stringify([address, storeId])) : null;
			const content = await readContent(run, settings, index);
			const sameStore = stores.get(storeId) ?? [];
			const [open] = sameStore;
			if (open?.content instanceof ProductList && content instanceof ProductList) {
				open.indexes.push(index);
				for (const product of content.list) {
					await pause();
					run.cancel?.throwIfAborted();
					open.content.add(product);
				}
				continue;
			}
			const upload = { storeId, claim, indexes: [index], content, sameStore };
			stores.set(storeId, sameStore);
			sameStore.push(upload);
			uploads.push(upload);
		} catch (error) {
			refused.set(index, inputFailure(error, `Item ${index}`));
		}
	}
	return { uploads, refused };
}

async function readContent(run: RunContext, settings: Settings, index: number): Promise<Content> {
	const input = run.items[index]?.json;
	const list = new ProductList();
	if (settings.source === 'inputItems') {
		list.add(measureProduct(input));
		return list;
	}
	refuseStandIn(input);
	if (settings.source === 'file') return await readFile(run, settings, index);
	// An expression may give an array or an object.
	const given = run.parameters.at(index).required('productsJson');
	const value = typeof given === 'string' ? parseJson(given, 'Products JSON') : given;
	for (const product of Array.isArray(value) ? value : [value]) {
		await pause();
		run.cancel?.throwIfAborted();
		const place = `product ${formatNumber(list.list.length + 1)}`;
		list.add(within(place, () => measureProduct(product)));
	}
	if (list.list.length > 0) return list;
	throw schemaError('Products JSON is an empty array.', 'Check the expression of Products JSON.');
}

async function readFile(run: RunContext, { limit }: Settings, index: number): Promise<Content> {
	const parameters = run.parameters.at(index);
	const fieldName = parameters.id('binaryPropertyName');
	const productsField = parameters.optionalText('options.productsField');
	const source = fileOf(run.context, run.items[index], fieldName);
	try {
		const size = await source.size();
		if (size > limit) throw tooLarge(size, limit, `request with the ${nameOfFile(source)}`);
		return await checkFile(source, productsField);
	} catch (error) {
		throw error instanceof InputError ? error : unreadable(error);
	}
}

function unreadable(error: unknown): InputError {
	const reason = error instanceof Error ? error.message : String(error);
	return new InputError(`The file cannot be read: ${reason}`, { code: 'no_file' });
}
