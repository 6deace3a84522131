import type { IDataObject } from 'n8n-workflow';
import type { Emulator, EmulatorOptions } from '../../../emulator';
import { credentialFor, openEmulator } from '../emulator';
import { runNode, type NodeOptions, type NodeResult, type StartItem } from '../support';

export { credentialFor, errorOf, refusal } from '../emulator';

export interface Shop {
	readonly emulator: Emulator;
	/** Runs Kainic Catalog against the emulator; by default a full sync of items that are products. */
	upload(items: IDataObject[], options?: Partial<NodeOptions>): Promise<NodeResult>;
	/** The same from files, one for each input item. */
	uploadFiles(
		files: ReadonlyArray<Buffer | string>,
		options?: Partial<NodeOptions>,
	): Promise<NodeResult>;
	uploads(): Emulator['world']['ledger']['catalogs']['uploads'];
	/** Requests that reached Kainic. */
	requests(): number;
}

/** An emulator for a test file, emptied before each test. */
export function openShop(options: EmulatorOptions = {}): Shop {
	const opened = openEmulator(options);
	const upload: Shop['upload'] = async (items, { parameters, ...rest } = {}) =>
		await runNode({
			type: 'kainicCatalog',
			items,
			credential: credentialFor(opened.emulator.url),
			onError: 'continueErrorOutput',
			...rest,
			parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1, ...parameters },
		});
	return {
		get emulator() {
			return opened.emulator;
		},
		upload,
		uploadFiles: async (files, { parameters, ...rest } = {}) =>
			await upload([], {
				inputItems: files.map(fileItem),
				...rest,
				parameters: { productSource: 'file', binaryPropertyName: 'data', ...parameters },
			}),
		uploads: () => opened.emulator.world.ledger.catalogs.uploads,
		requests: () => opened.emulator.world.ledger.requests.length,
	};
}

export function fileItem(content: Buffer | string, index = 0): StartItem {
	const data = {
		content: Buffer.from(content),
		fileName: 'feed.json',
		mimeType: 'application/json',
	};
	return { json: { file: index }, files: { data } };
}

export function products(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		item_id: `p-${index}`,
		title: `Prodüct "${index}"`,
		price: index / 4,
	}));
}
