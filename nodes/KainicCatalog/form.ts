import { StreamedFile, type Bytes } from '../shared/send/body';
import type { RequestBody } from '../shared/send/job';
import { InputError } from '../shared/failure';
import type { Row } from '../shared/panel/collections';
import { formatNumber } from '../shared/values';

/** The form of an upload without the bytes of its file. */
export interface UploadForm {
	readonly fields: readonly Row[];
	readonly fileField: string;
	readonly fileName: string;
}

/** The file of an upload. Each attempt reads it once. */
export interface UploadFile {
	readonly bytes: number;
	/** The bytes from the first to the last. Whatever it opens is closed when the signal aborts. */
	open(signal: AbortSignal): AsyncIterable<Bytes>;
}

/**
 * Makes the form for one attempt. The file is opened when the client begins to read it, and closed
 * when the signal aborts. `onRead` is awaited for each chunk, with the bytes read so far. The stream
 * fails, and `progress` says why, if the file cannot be read or its size is not the one that was announced.
 */
export function createBody(
	form: UploadForm,
	file: UploadFile,
	signal: AbortSignal,
	onRead: (bytes: number) => Promise<void>,
): RequestBody & { readonly content: FormData } {
	const totalBytes = file.bytes;
	let bytes = 0;
	let problem: string | null = null;
	const noted = (error: unknown) => {
		if (!signal.aborted) problem ??= problemOf(error);
		return error;
	};
	const read = async function* (): AsyncGenerator<Bytes> {
		bytes = 0;
		try {
			for await (const chunk of file.open(signal)) {
				if (bytes + chunk.byteLength > totalBytes) throw changed(totalBytes, 'is larger');
				bytes += chunk.byteLength;
				await onRead(bytes);
				yield chunk;
			}
			if (bytes < totalBytes) throw changed(totalBytes, `has ${formatNumber(bytes)} bytes`);
		} catch (error) {
			// n8n's linter forbids to throw the error itself.
			throw noted(error);
		}
	};
	const content = new FormData();
	for (const { name, value } of form.fields) content.append(name, value);
	content.append(form.fileField, new StreamedFile(form.fileName, totalBytes, read));
	return { content, progress: () => ({ bytes, totalBytes, problem }) };
}

/** Upper limit for the bytes of the form without its file. */
export function formBytes({ fields, fileField, fileName }: UploadForm): number {
	const frame = 256;
	const parts = [...fields, { name: fileField, value: fileName }];
	return parts.reduce(
		(sum, { name, value }) => sum + frame + Buffer.byteLength(name) + Buffer.byteLength(value),
		frame,
	);
}

/** An error for a request that is larger than the host takes. `what` names it, without an article. */
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

/** Returns the form. Throws an InputError for what a form cannot carry unchanged. */
export function checkForm(form: UploadForm): UploadForm {
	for (const { name, value } of form.fields) {
		checkName(name, `The name of the form field "${name}"`);
		if (!/(?<!\r)\n|\r(?!\n)/.test(value) && value.isWellFormed()) continue;
		throw new InputError(
			`The form field "${name}" contains a line break or a damaged character (such as half of an emoji), which cannot be sent.`,
			{ advice: 'Remove the line break or the damaged character.' },
		);
	}
	checkName(form.fileField, 'The name of the file field');
	checkName(form.fileName, 'The file name');
	return form;
}

/** HTTP clients and servers differ in how they escape names, which stand between quotes. */
function checkName(name: string, what: string): void {
	if (!/["\\\p{Cc}]/u.test(name) && name.isWellFormed()) return;
	throw new InputError(
		`${what} contains a quotation mark, a backslash, a line break or an invisible character.`,
		{
			advice:
				'Enter another name. Letters of any language, spaces and most other characters are allowed.',
		},
	);
}

function changed(bytes: number, now: string): InputError {
	return new InputError(
		`The file changed before the upload was complete. It had ${formatNumber(bytes)} bytes, and now ${now}.`,
	);
}

function problemOf(error: unknown): string {
	if (error instanceof InputError) return error.message;
	const reason = error instanceof Error ? error.message : String(error);
	return `The file could not be read completely: ${reason}`;
}
