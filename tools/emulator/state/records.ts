import type { FaultKind } from '../faults/fault';
import type { EndpointName } from '../kainic';

/** What the emulator did with a request, whatever the client heard of it. */
export type RequestOutcome =
	| { type: 'pending' }
	/** Processed. The client may still have got no answer, or a broken one: see `fault`. */
	| { type: 'accepted' }
	/** Answered with a fail envelope. */
	| { type: 'refused'; message: string }
	/** Never reached Kainic: taken by a fault, by the platform, or cut off by the client. */
	| { type: 'not_processed'; reason: string };

export interface RequestRecord {
	/** Counts from 1, in the order of arrival. */
	number: number;
	/** Null for a path that Kainic does not have. */
	endpoint: EndpointName | null;
	method: string;
	/** As it came, still encoded, without the query. */
	path: string;
	/** Decoded. */
	pathParameters: Record<string, string>;
	/** Without `api_key`. */
	query: Record<string, string>;
	/** With the key replaced where a header repeats it. */
	headers: Record<string, string>;
	/** Milliseconds since 1970. */
	receivedAt: number;
	/** When the answer or the connection ended; null while it is open. */
	endedAt: number | null;
	/** The JSON of a prediction's body. Events and uploads are kept in lists of their own. */
	body: unknown;
	/** The form of an upload, whether Kainic took it or not; null for other requests. */
	form: UploadForm | null;
	outcome: RequestOutcome;
	/** The status that was sent; null where none was. */
	status: number | null;
	fault: FaultKind | null;
}

export interface UploadForm {
	fields: Upload['fields'];
	/** For each file: the name of its form field, and the first characters of the file. */
	files: { fieldName: string; start: string }[];
}

export interface AcceptedEvent {
	/** Number of the request that brought it. */
	request: number;
	trackerId: string;
	event: Record<string, unknown>;
}

export type SyncMode = 'full' | 'stock';

export type Product = Record<string, unknown>;

export interface Upload {
	request: number;
	storeId: string;
	syncMode: SyncMode;
	productCount: number;
	/** Of the file itself, without the form around it. */
	fileBytes: number;
	fileSha256: string;
	fileName: string;
	fileType: string;
	/** The form's other fields in their order. */
	fields: { name: string; value: string }[];
	receivedAt: number;
}

/** What a store holds after its uploads. */
export interface Catalog {
	productCount: number;
	products: Product[];
	lastUpload: Upload;
}

export interface Prediction {
	request: number;
	/** Null in an experiment's control group. */
	modelId: string | null;
	experimentId: string | null;
	group: string | null;
	anonUid: string;
	/** `undefined` as text where none came, which only an experiment refuses. */
	sessionId: string;
	itemIds: string[];
}
