import { InputError, inputFailure, within, type Failure } from '../shared/failure';
import { parseJson } from '../shared/json';
import type { RunContext } from '../shared/operation';
import { formatNumber } from '../shared/values';
import { fileOf } from './binary';
import { claimFor, type Claim } from './claims';
import { checkFile, nameOfFile } from './file';
import { tooLarge, type UploadFile } from './form';
import { measureProduct, refuseStandIn, schemaError, type Product } from './products';

/** Parameters with one value for the whole run. */
export interface Settings {
	readonly syncMode: 'full' | 'stock';
	readonly source: 'inputItems' | 'file' | 'json';
	/** Maximum bytes of a request. */
	readonly limit: number;
	readonly validatesOnly: boolean;
}

/** What an item or an upload brings, checked. */
type Content =
	| { readonly kind: 'products'; readonly products: Product[] }
	| {
			readonly kind: 'file';
			/** Empty if it has none. */
			readonly name: string;
			readonly file: UploadFile;
			/** Number of products. */
			readonly products: number;
			readonly firstProduct: unknown;
			/** Says that no product has the inferred field for its ID; empty if one has it. */
			readonly missingId: string;
	  };

/** What goes to a store in one request. */
export interface Upload {
	readonly storeId: string;
	/** Who claimed the store for a full sync in this execution; null if the upload needs no claim. */
	readonly claim: Claim | 'sent_elsewhere' | 'refused_elsewhere' | null;
	/** Indexes of the input items, ascending. */
	readonly indexes: number[];
	readonly content: Content;
	/** The uploads to the same store, this one included. */
	readonly sameStore: readonly Upload[];
}

/** Reads the settings. Throws an InputError that names the one that is not valid. */
export function readSettings({ options, parameters, runsAsTool }: RunContext): Settings {
	const syncMode = options.choice<Settings['syncMode']>('syncMode');
	const source = options.choice<Settings['source']>('productSource');
	// The input item of a tool is the call of the agent, which is not a product.
	if (runsAsTool && (syncMode === 'full' || source !== 'json')) {
		throw new InputError(
			'As an AI tool, the node takes its products only from Products JSON, and it cannot replace a whole catalog.',
			{
				advice: 'Choose the sync mode Stock and the product source JSON.',
			},
		);
	}
	// An AI agent must not be able to turn stock into a full sync.
	for (const name of ['options.formNames', 'options.extraFormFields']) {
		if (!runsAsTool || !parameters.isGiven(name)) continue;
		const { title } = parameters.get(name);
		throw new InputError(`As an AI tool, the node does not accept ${title}.`, {
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
 * Groups the items into uploads: one for each file, and one for all products of a store.
 * Items that fail a check are refused. A full sync claims its stores, even if it is then refused: a later
 * run would send a part of the catalog.
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
		await run.yielder.pause();
		try {
			const storeId = run.parameters.at(index).consoleId('storeId');
			const claim = isClaimed ? ownClaim(claimStore(JSON.stringify([address, storeId]))) : null;
			const content = await readContent(run, settings, index);
			const sameStore = stores.get(storeId) ?? [];
			const [open] = sameStore;
			if (open?.content.kind === 'products' && content.kind === 'products') {
				open.indexes.push(index);
				for (const product of content.products) open.content.products.push(product);
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

function ownClaim({ claim, isOwn }: ReturnType<ReturnType<typeof claimFor>>): Upload['claim'] {
	if (isOwn) return claim;
	return claim.isSent ? 'sent_elsewhere' : 'refused_elsewhere';
}

/** Number of products. */
export function unitsOf({ content }: Upload): number {
	return content.kind === 'file' ? content.products : content.products.length;
}

async function readContent(run: RunContext, settings: Settings, index: number): Promise<Content> {
	const input = run.items[index]?.json;
	refuseStandIn(input);
	switch (settings.source) {
		case 'inputItems':
			return { kind: 'products', products: [measureProduct(input, index)] };
		case 'file':
			return await readFile(run, settings, index);
		case 'json':
			return { kind: 'products', products: await readProductsJson(run, index) };
	}
}

async function readFile(run: RunContext, { limit }: Settings, index: number): Promise<Content> {
	const parameters = run.parameters.at(index);
	const fieldName = parameters.id('binaryPropertyName');
	const productsField = parameters.optionalText('options.productsField');
	const source = fileOf(run.context, run.items[index], fieldName);
	try {
		const size = await source.size();
		if (size > limit) throw tooLarge(size, limit, `request with the ${nameOfFile(source)}`);
		const { bytes, ...found } = await checkFile(source, productsField, run.yielder);
		const file = { bytes, open: (signal: AbortSignal) => source.open(signal) };
		return { kind: 'file', name: source.name, file, ...found };
	} catch (error) {
		throw error instanceof InputError ? error : unreadable(error);
	}
}

function unreadable(error: unknown): InputError {
	const reason = error instanceof Error ? error.message : String(error);
	return new InputError(`The file cannot be read: ${reason}`, { code: 'no_file' });
}

/** Products JSON may be text, or what an expression gives: an array or an object. */
async function readProductsJson(run: RunContext, index: number): Promise<Product[]> {
	const given = run.parameters.at(index).required('productsJson');
	const value = typeof given === 'string' ? parseJson(given, 'Products JSON') : given;
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	if (list.length === 0) {
		throw schemaError('Products JSON is an empty array.', 'Check its expression.');
	}
	const products: Product[] = [];
	for (const product of list) {
		await run.yielder.pause();
		const place = `product ${formatNumber(products.length + 1)}`;
		products.push(within(place, () => measureProduct(product, index)));
	}
	return products;
}
