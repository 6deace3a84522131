import type { IDataObject } from 'n8n-workflow';
import { credentialFor, openEmulator } from '../emulator';
import { runNode, type NodeOptions, type StartItem } from '../support';

export { credentialFor, errorOf, refusal } from '../emulator';

type Options = Partial<NodeOptions>;

/** An emulator for a test file, emptied before each test. */
export function openShop() {
	const shop = openEmulator();
	const upload = async (items: IDataObject[], { parameters, ...rest }: Options = {}) =>
		await runNode({
			type: 'kainicCatalog',
			items,
			credential: credentialFor(shop.emulator.url),
			onError: 'continueErrorOutput',
			...rest,
			parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1, ...parameters },
		});
	return Object.assign(shop, {
		/** Runs Kainic Catalog against the emulator; by default a full sync of items that are products. */
		upload,
		/** The same from files, one for each input item. */
		uploadFiles: async (files: readonly string[], { parameters, ...rest }: Options = {}) =>
			await upload([], {
				inputItems: files.map(fileItem),
				...rest,
				parameters: { productSource: 'file', binaryPropertyName: 'data', ...parameters },
			}),
		uploads: () => shop.emulator.world.ledger.catalogs.uploads,
	});
}

function fileItem(content: string, index: number): StartItem {
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
