import { pause, refuse, type Pause, type Settled } from '../shared/delivery/job';
import { inputFailure, type Failure } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import type { RunContext } from '../shared/n8n/operation';
import { readContent, type Content, type Place } from './content';
import type { Product } from './products';
import type { Settings } from './settings';
import { defaultFileName, targetReader, type ItemTarget, type UploadTarget } from './target';

/** One file to send, or several if stock is split, and the input items that it serves. */
export interface Upload {
	readonly target: UploadTarget;
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	readonly products: readonly Product[];
	/** The file that an item brings in place of products; null if it is missing. */
	readonly file: SourceFile | null;
}

/** All that came in for one store. */
export interface Store {
	readonly key: string;
	readonly uploads: readonly Upload[];
	/** Failures of the items of this store that were refused. */
	readonly refused: readonly Failure[];
	/** The Store IDs of the panel. */
	readonly panelStoreIds: ReadonlySet<string>;
}

export interface Uploads {
	readonly all: readonly Upload[];
	readonly stores: readonly Store[];
	/** Failures of items that may belong to a full sync of any store. */
	readonly refusedAnywhere: readonly Failure[];
}

/**
 * Groups the items into uploads: one for each file, and one for all products with the same target.
 * An item that is refused fails alone if it is certain that it is part of no full sync.
 */
export function* collectUploads(
	run: RunContext,
	settings: Settings,
): Generator<Pause | Settled<never>, Uploads> {
	const targetOf = targetReader(run, settings.panelMode);
	const collector = new Collector();
	const refusedAnywhere: Failure[] = [];
	for (const index of run.items.keys()) {
		if (run.timeSlice.isOver()) yield pause;
		const content = yield* attemptContent(run, settings, index);
		const place = attemptTarget(targetOf, index, content);
		if (place.kind === 'refused') {
			const { failure } = content.kind === 'refused' ? content : place;
			if (settings.panelMode === 'full') refusedAnywhere.push(failure);
			yield refuse([index], failure);
		} else if (content.kind !== 'refused') {
			collector.add(place, index, content);
		} else if (place.target.syncMode === 'full') {
			collector.addRefused(place, index, content.failure, settings.source === 'file');
		} else {
			collector.noteRefused(place, content.failure);
			yield refuse([index], content.failure);
		}
	}
	return { all: collector.all, stores: [...collector.stores.values()], refusedAnywhere };
}

type Refused = { readonly kind: 'refused'; readonly failure: Failure };
type Found = Content | Refused;
type Destination = ({ readonly kind: 'target' } & ItemTarget) | Refused;

function* attemptContent(
	run: RunContext,
	settings: Settings,
	index: number,
): Generator<Pause, Found> {
	const place: Place = { product: null };
	try {
		return yield* readContent(run, settings, index, place);
	} catch (error) {
		const ofProduct = place.product === null ? '' : `, product ${place.product}`;
		return { kind: 'refused', failure: inputFailure(error, `Item ${index}${ofProduct}`) };
	}
}

function attemptTarget(
	targetOf: (itemIndex: number, fileName: string) => ItemTarget,
	index: number,
	content: Found,
): Destination {
	const name = content.kind === 'file' ? content.file.name : '';
	try {
		return { kind: 'target', ...targetOf(index, name === '' ? defaultFileName : name) };
	} catch (error) {
		return { kind: 'refused', failure: inputFailure(error, `Item ${index}`) };
	}
}

interface OpenUpload extends Upload {
	readonly indexes: number[];
	readonly products: Product[];
}

interface OpenStore extends Store {
	readonly uploads: Upload[];
	readonly refused: Failure[];
	readonly panelStoreIds: Set<string>;
}

class Collector {
	readonly all: Upload[] = [];

	readonly stores = new Map<string, OpenStore>();

	private readonly open = new Map<UploadTarget, OpenUpload>();

	add(place: ItemTarget, index: number, content: Content): void {
		const { panelStoreIds } = this.storeOf(place.target);
		panelStoreIds.add(place.panelStoreId);
		if (content.kind === 'file') {
			this.begin(place.target, index, content.file);
			return;
		}
		const upload = this.uploadOf(place.target, index);
		for (const product of content.products) upload.products.push(product);
	}

	/** A refused item ends with the upload that it would have been part of. */
	addRefused(place: ItemTarget, index: number, failure: Failure, isFile: boolean): void {
		this.noteRefused(place, failure);
		if (isFile) this.begin(place.target, index, null);
		else this.uploadOf(place.target, index);
	}

	noteRefused({ target, panelStoreId }: ItemTarget, failure: Failure): void {
		const { refused, panelStoreIds } = this.storeOf(target);
		refused.push(failure);
		panelStoreIds.add(panelStoreId);
	}

	private uploadOf(target: UploadTarget, index: number): OpenUpload {
		const found = this.open.get(target);
		found?.indexes.push(index);
		if (found !== undefined) return found;
		const begun = this.begin(target, index, null);
		this.open.set(target, begun);
		return begun;
	}

	private begin(target: UploadTarget, index: number, file: SourceFile | null): OpenUpload {
		const upload = { target, indexes: [index], products: [], file };
		this.all.push(upload);
		this.storeOf(target).uploads.push(upload);
		return upload;
	}

	private storeOf({ storeKey: key }: UploadTarget): OpenStore {
		const found = this.stores.get(key);
		if (found !== undefined) return found;
		const begun = { key, uploads: [], refused: [], panelStoreIds: new Set<string>() };
		this.stores.set(key, begun);
		return begun;
	}
}
