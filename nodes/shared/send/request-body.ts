import { formatNumber } from '../values';
import { yieldToN8n } from '../wait';
import type { Content, Form } from './job';

/** A body as n8n's request helper takes it. */
export interface RequestBody {
	readonly content: Buffer | FormData;
	readonly totalBytes: number;
	/** Bytes that the HTTP client has taken. Only forms are counted, because the client takes other bodies at once. */
	bytesTaken(): number;
}

/** Makes the body of one attempt. */
export function createBody(content: Content): RequestBody {
	switch (content.kind) {
		case 'list':
			return jsonBody(`[${content.entries.map(({ text }) => text).join(',')}]`);
		case 'json':
			return jsonBody(content.text);
		case 'form':
			return formBody(content.form);
	}
}

/** For messages: how much of a body was sent. Null if the HTTP client has taken the whole body. */
export function sentPart({ bytesTaken, totalBytes }: RequestBody): string | null {
	const taken = bytesTaken();
	if (taken === totalBytes) return null;
	return `n8n sent no more than ${formatNumber(taken)} of ${formatNumber(totalBytes)} bytes.`;
}

function jsonBody(text: string): RequestBody {
	const content = Buffer.from(text);
	return { content, totalBytes: content.byteLength, bytesTaken: () => content.byteLength };
}

function formBody({ fields, fileField, fileName, file }: Form): RequestBody {
	const counted = new CountedFile(file, fileName);
	const content = new FormData();
	for (const { name, value } of fields) content.append(name, value);
	content.append(fileField, counted);
	return { content, totalBytes: file.size, bytesTaken: () => counted.taken };
}

type Bytes = Uint8Array<ArrayBuffer>;

const pieceBytes = 64 * 1024;

/** Counts the bytes that the HTTP client takes, because n8n does not report whether it sent a request completely. */
class CountedFile extends File {
	taken = 0;

	constructor(content: Blob, name: string) {
		super([content], name, { type: 'application/json' });
	}

	override stream(): ReadableStream<Bytes> {
		this.taken = 0;
		const pull = async (controller: ReadableStreamDefaultController<Bytes>): Promise<void> => {
			// A fast upload never waits for the network, and would block n8n.
			await yieldToN8n();
			const piece = this.slice(this.taken, this.taken + pieceBytes);
			this.taken += piece.size;
			if (piece.size === 0) controller.close();
			else controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
		};
		return new ReadableStream<Bytes>({ pull }, { highWaterMark: 0 });
	}
}
