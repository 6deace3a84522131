import { inputFailure, type Failure, type InputError } from '../shared/failure';
import type { Connection } from '../shared/kainic/connection';
import type { RunContext } from '../shared/n8n/operation';
import { readContent, type Content } from './content';
import type { UploadForm } from './form';
import { guardParameters, readGuards, strictest, type Guards } from './guards';
import type { Product } from './products';
import {
	createForm,
	differenceOf,
	requestParameters,
	requestReader,
	type RequestOptions,
} from './request';
import type { Settings } from './settings';

/** Where products go. */
export interface Store {
	readonly connection: Connection;
	readonly storeId: string;
	/** The same for what reaches the same store. */
	readonly storeKey: string;
}

/** Where the products of an item go, and in what request. */
interface Place extends Store {
	readonly request: RequestOptions;
	/** `null` for stock. */
	readonly guards: Guards | null;
}

/** One file to send, or several if stock is split, and the input items that it serves. */
export interface Upload extends Place {
	readonly form: UploadForm;
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	readonly content: Content;
	/** Why its items cannot go in one request; null if they can. */
	readonly problem: InputError | null;
}

export interface Uploads {
	/** Of the items that are sound. */
	readonly all: readonly Upload[];
	readonly refused: ReadonlyArray<{ readonly index: number; readonly failure: Failure }>;
}

export type PlaceReader = (itemIndex: number) => Place;

/** Makes a reader of places. Throws an InputError for an option that is wrong for all items. */
export function placeReader(run: RunContext, { syncMode }: Settings): PlaceReader {
	const requestOf = once(run, requestParameters, requestReader(run));
	const guardsOf = once(run, guardParameters, (index) =>
		syncMode === 'full' ? readGuards(run.parameters.at(index)) : null,
	);
	return (index) => ({
		...readStore(run, index),
		request: requestOf(index),
		guards: guardsOf(index),
	});
}

/** Throws an InputError if the credential cannot be used, or the Store ID is not an ID. */
export function readStore(run: RunContext, itemIndex: number): Store {
	const storeId = run.parameters.at(itemIndex).copiedId('storeId', 'Store ID');
	const connection = run.connectionOf(itemIndex);
	const storeKey = JSON.stringify([connection.baseUrl, connection.projectId, storeId]);
	return { connection, storeId, storeKey };
}

/** Reads what depends on some parameters at once, and for all items, if none of them holds an expression. */
function once<Value>(
	{ parameters }: RunContext,
	names: readonly string[],
	read: (itemIndex: number) => Value,
): (itemIndex: number) => Value {
	if (names.some((name) => parameters.holdsExpression(name))) return read;
	const value = read(0);
	return () => value;
}

/** Groups the items into uploads: one for each file, and one for all products of a store. */
export async function collectUploads(
	run: RunContext,
	settings: Settings,
	placeOf: PlaceReader,
): Promise<Uploads> {
	const collector = new Collector(settings);
	const refused: Array<Uploads['refused'][number]> = [];
	for (const index of run.items.keys()) {
		if (run.timeSlice.isOver()) await run.timeSlice.yieldToEventLoop();
		try {
			const content = await readContent(run, settings, index);
			collector.add(placeOf(index), index, content);
		} catch (error) {
			refused.push({ index, failure: inputFailure(error, `Item ${index}`) });
		}
	}
	return { all: collector.all, refused };
}

interface OpenUpload extends Upload {
	guards: Guards | null;
	readonly indexes: number[];
	problem: InputError | null;
}

class Collector {
	readonly all: Upload[] = [];

	private readonly joint = new Map<string, { upload: OpenUpload; products: Product[] }>();

	constructor(private readonly settings: Settings) {}

	/** Throws an InputError for what the form of an upload cannot carry. */
	add(place: Place, index: number, content: Content): void {
		if (content.kind === 'file') {
			this.begin(place, index, content);
			return;
		}
		const key = `${place.connection.apiKey} ${place.storeKey}`;
		const found = this.joint.get(key);
		if (found === undefined) {
			const products = [...content.products];
			const upload = this.begin(place, index, { kind: 'products', products });
			this.joint.set(key, { upload, products });
			return;
		}
		const { upload, products } = found;
		upload.indexes.push(index);
		for (const product of content.products) products.push(product);
		if (place.request !== upload.request) {
			upload.problem ??= differenceOf(upload.request, place.request);
		}
		if (upload.guards !== null && place.guards !== null) {
			upload.guards = strictest(upload.guards, place.guards);
		}
	}

	private begin(place: Place, index: number, content: Content): OpenUpload {
		const { connection, storeId, request } = place;
		const form = createForm(request, {
			projectId: connection.projectId,
			storeId,
			syncMode: this.settings.syncMode,
			fileName: content.kind === 'file' ? content.name : '',
		});
		const upload: OpenUpload = { ...place, form, indexes: [index], content, problem: null };
		this.all.push(upload);
		return upload;
	}
}
