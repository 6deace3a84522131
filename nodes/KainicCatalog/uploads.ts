import { pause, refuse, type Pause, type Settled } from '../shared/delivery/job';
import { inputFailure, type Failure } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import type { RunContext } from '../shared/n8n/operation';
import { readContent } from './content';
import type { Product } from './products';
import type { Settings } from './settings';
import { targetReader, type ItemTarget, type UploadTarget } from './target';

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
	/** The first of its targets: all reach the same store. */
	readonly target: UploadTarget;
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
export async function* collectUploads(
	run: RunContext,
	settings: Settings,
): AsyncGenerator<Pause | Settled<never>, Uploads> {
	const targetOf = targetReader(run, settings.panelMode);
	const collector = new Collector();
	const refusedAnywhere: Failure[] = [];
	for (const index of run.items.keys()) {
		if (run.timeSlice.isOver()) yield pause;
		const { products, file, failure } = await readContent(run, settings, index);
		let place: ItemTarget;
		try {
			place = targetOf(index, file?.name ?? '');
		} catch (error) {
			const refused = failure ?? inputFailure(error, `Item ${index}`);
			if (settings.panelMode === 'full') refusedAnywhere.push(refused);
			yield refuse([index], refused);
			continue;
		}
		const { target, panelStoreId } = place;
		const store = collector.storeOf(target);
		store.panelStoreIds.add(panelStoreId);
		if (failure !== null) store.refused.push(failure);
		if (failure !== null && target.syncMode === 'stock') {
			yield refuse([index], failure);
			continue;
		}
		// A refused item of a full sync ends with the upload that it would have been part of.
		const isFile = settings.source === 'file';
		const upload = isFile ? collector.begin(target, index, file) : collector.join(target, index);
		for (const product of products) upload.products.push(product);
	}
	return { all: collector.all, stores: [...collector.stores.values()], refusedAnywhere };
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

	private readonly joint = new Map<UploadTarget, OpenUpload>();

	storeOf(target: UploadTarget): OpenStore {
		const found = this.stores.get(target.storeKey);
		if (found !== undefined) return found;
		const begun = { target, uploads: [], refused: [], panelStoreIds: new Set<string>() };
		this.stores.set(target.storeKey, begun);
		return begun;
	}

	/** The one upload of all items with this target. */
	join(target: UploadTarget, index: number): OpenUpload {
		const found = this.joint.get(target);
		found?.indexes.push(index);
		if (found !== undefined) return found;
		const begun = this.begin(target, index, null);
		this.joint.set(target, begun);
		return begun;
	}

	begin(target: UploadTarget, index: number, file: SourceFile | null): OpenUpload {
		const upload = { target, indexes: [index], products: [], file };
		this.all.push(upload);
		this.storeOf(target).uploads.push(upload);
		return upload;
	}
}
