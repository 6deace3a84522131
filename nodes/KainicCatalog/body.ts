import type { RequestBody } from '../shared/send/job';
import { InputError } from '../shared/failure';
import { pause } from '../shared/pause';
import { formatNumber } from '../shared/values';
import type { UploadForm } from './form';

const fileName = 'products.json';

/** Counts the bytes that were taken for sending, since n8n does not report whether it sent a request completely. */
class CountedFile extends File {
	taken = 0;

	constructor(content: Blob) {
		super([content], fileName, { type: 'application/json' });
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		this.taken = 0;
		const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
			transform: async (chunk, controller) => {
				// A fast upload never waits for the network.
				await pause();
				this.taken += chunk.byteLength;
				controller.enqueue(chunk);
			},
		});
		return super.stream().pipeThrough(counter);
	}
}

/** The body for one attempt. */
export function createBody(
	{ fields, fileField }: UploadForm,
	content: Blob,
): RequestBody & { readonly content: FormData } {
	const file = new CountedFile(content);
	const form = new FormData();
	for (const { name, value } of fields) form.append(name, value);
	form.append(fileField, file);
	const progress = () => ({ bytes: file.taken, totalBytes: file.size, problem: null });
	return { content: form, progress };
}

/** Upper limit for the bytes of a form without the content of its file. */
export function formBytes({ fields, fileField }: UploadForm): number {
	const frame = 256;
	const parts = [...fields, { name: fileField, value: fileName }];
	return parts.reduce(
		(sum, { name, value }) => sum + frame + Buffer.byteLength(name) + Buffer.byteLength(value),
		frame,
	);
}

/** An error for a request that is larger than the limit. `what` names the request, without an article. */
export function tooLarge(bytes: number, limit: number, what: string): InputError {
	// Rounded up, so that it is more than the limit.
	const [size, most] = [Math.ceil(bytes / 1048.576), limit / 1048.576].map((each) =>
		formatNumber(each / 1000),
	);
	return new InputError(`The ${what} has ${size} MB, but Maximum Megabytes is ${most}.`, {
		code: 'too_large',
		advice:
			"Send fewer fields of each product. If Sync Mode is Stock, you can also add a Loop Over Items node before this node: each upload then has fewer products. Kainic's servers accept at most 32 MB (older servers: 10 MB). Raise Maximum Megabytes under Options only if Kainic accepts more.",
	});
}
