import type { InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { formBytes, type UploadFile } from './form';
import { guardProblem, readGuards, refuseIncompleteSync, type Guards } from './full-sync';
import { countRepeated, divide, fileOfProducts } from './products';
import { readRequest, type RequestShape } from './request';
import { tooLarge, type Settings } from './settings';
import type { Upload } from './uploads';

/** One request: an upload, or a part of one if stock is split. */
export interface UploadPart {
	readonly upload: Upload;
	readonly request: RequestShape;
	/** `null` for stock. */
	readonly guards: Guards | null;
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	readonly file: UploadFile;
	readonly products: number;
	/** Of the products, those with the ID of an earlier one; 0 for a file, whose IDs are not kept. */
	readonly repeated: number;
}

/** The parts of an upload. Throws an InputError if it must not be sent at all. */
export async function partsOf(
	run: RunContext,
	settings: Settings,
	upload: Upload,
): Promise<readonly UploadPart[]> {
	const { indexes, content } = upload;
	const isFull = settings.syncMode === 'full';
	if (isFull) refuseIncompleteSync(run, upload);
	const request = await readRequest(run, settings, upload);
	const guards = isFull ? await readGuards(run, indexes) : null;
	if (content.kind === 'file') {
		const { file, products } = content;
		return [{ upload, request, guards, indexes, file, products, repeated: 0 }];
	}
	const { form, wrapInKey } = request;
	const room = settings.limit - formBytes(form) - fileOfProducts([], wrapInKey).bytes;
	const groups = settings.splitsStock ? divide(content.products, room) : [content.products];
	const parts: UploadPart[] = [];
	for (const group of groups) {
		parts.push({
			upload,
			request,
			guards,
			// Stock is split only if each item is one product.
			indexes: settings.splitsStock ? group.map(({ itemIndex }) => itemIndex) : indexes,
			file: fileOfProducts(group, wrapInKey),
			products: group.length,
			repeated: await countRepeated(group, run.yielder),
		});
	}
	return parts;
}

/** Why a part must not be sent; null if it may. */
export function problemOf(
	{ limit, splitsStock, syncMode, source }: Settings,
	part: UploadPart,
): InputError | null {
	const { upload, request, guards, file } = part;
	const store = `store "${upload.storeId}"`;
	const problem = guards === null ? null : guardProblem(part, guards, store);
	const bytes = file.bytes + formBytes(request.form);
	if (problem !== null) return problem;
	if (bytes <= limit) return null;
	const canSplit = syncMode === 'stock' && source === 'inputItems' && !splitsStock;
	const remedy = canSplit ? 'Switch Split Stock on under Options, or send' : 'Send';
	return tooLarge(bytes, limit, `The request for the ${store}`, remedy);
}
