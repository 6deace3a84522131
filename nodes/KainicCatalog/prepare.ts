import { refuse, type Settled } from '../shared/delivery/job';
import { inputFailure } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import { formBytes, type UploadFile } from './form';
import { guardCount, tooLarge } from './guards';
import { countRepeated, divide, productBytes, streamProducts, wrapping } from './products';
import type { Settings } from './settings';
import type { Content } from './content';
import type { Upload } from './uploads';

/** One request, checked. */
export interface UploadPart {
	readonly kind: 'part';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	readonly file: UploadFile;
	readonly products: number;
	/** Of the products, those with the ID of an earlier one; 0 for a file, whose IDs are not kept. */
	readonly repeated: number;
}

/** Checks an upload against the guards, and splits it if the user asked for that. Never throws. */
export async function prepare(
	run: RunContext,
	settings: Settings,
	upload: Upload,
): Promise<ReadonlyArray<UploadPart | Settled<never>>> {
	const parts: Array<UploadPart | Settled<never>> = [];
	for (const { indexes, content } of divisions(settings, upload)) {
		try {
			if (upload.problem !== null) throw upload.problem;
			const part = await partOf(run, upload, indexes, content);
			checkPart(settings, upload, part);
			parts.push(part);
		} catch (error) {
			// The only item of an upload is named, unless it is the only one of the run.
			const isNamed = indexes.length === 1 && run.items.length > 1;
			const failure = inputFailure(error, isNamed ? `Item ${indexes[0] ?? 0}` : null);
			parts.push(refuse(indexes, failure, unitsOf(content)));
		}
	}
	return parts;
}

/** Number of products; 1 if there are none. */
export function unitsOf(content: Content): number {
	return content.kind === 'file' ? content.products : Math.max(content.products.length, 1);
}

function divisions(
	{ splitsStock, limit }: Settings,
	{ content, form, indexes, request }: Upload,
): ReadonlyArray<Pick<Upload, 'indexes' | 'content'>> {
	if (!splitsStock || content.kind === 'file') return [{ indexes, content }];
	const groups = divide(content.products, wrapping(request.wrapInKey), limit - formBytes(form));
	return groups.map((products) => ({
		indexes: products.map(({ itemIndex }) => itemIndex),
		content: { kind: 'products', products },
	}));
}

async function partOf(
	{ timeSlice }: RunContext,
	{ request }: Upload,
	indexes: readonly number[],
	content: Content,
): Promise<UploadPart> {
	if (content.kind === 'file') {
		const { file, products } = content;
		return { kind: 'part', indexes, file, products, repeated: 0 };
	}
	const { products } = content;
	const around = wrapping(request.wrapInKey);
	const bytes = productBytes(products, around);
	const file = { bytes, open: () => streamProducts(products, around) };
	const repeated = await countRepeated(products, timeSlice);
	return { kind: 'part', indexes, file, products: products.length, repeated };
}

/** Throws an InputError for what must not be sent. */
function checkPart(settings: Settings, upload: Upload, part: UploadPart): void {
	const { limit, splitsStock, syncMode, source } = settings;
	const store = `store "${upload.storeId}"`;
	if (upload.guards !== null) guardCount(part, upload.guards, `The ${store}`);
	const bytes = part.file.bytes + formBytes(upload.form);
	if (bytes <= limit) return;
	const canSplit = syncMode === 'stock' && source === 'inputItems' && !splitsStock;
	const remedy = canSplit ? 'Switch Split Stock on under Options, or send' : 'Send';
	throw tooLarge(
		bytes,
		limit,
		`The request for the ${store}`,
		`${remedy} fewer or shorter products.`,
	);
}
