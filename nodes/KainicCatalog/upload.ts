import { InputProblem } from '../shared/failure';
import type { Bytes } from '../shared/n8n/binary';
import type { Row } from '../shared/n8n/headers';
import { isWellFormed } from '../shared/values';

/** The form of an upload beside the bytes of its file. */
export interface UploadForm {
	readonly fields: readonly Row[];
	/** Name of the form's field that holds the file. */
	readonly fileField: string;
	readonly fileName: string;
}

/** The bytes of an upload's file, to be had as often as it is tried. */
export interface Content {
	/** How many bytes `open` is going to give, exactly. */
	readonly bytes: number;
	open(): AsyncIterable<Bytes>;
}

const fileType = 'application/json';

/**
 * Makes the form anew. Its file is read while the form is being sent; `open` is called when that
 * begins.
 */
export function createForm(form: UploadForm, content: Content): FormData {
	const data = new FormData();
	for (const { name, value } of form.fields) data.append(name, value);
	data.append(form.fileField, new StreamedFile(form.fileName, content));
	return data;
}

/** More bytes than the form around a file has, whatever the boundary between its parts is. */
export function formBytes({ fields, fileField, fileName }: UploadForm): number {
	const frame = 256;
	const parts = [...fields, { name: fileField, value: fileName }];
	return parts.reduce(
		(sum, { name, value }) => sum + frame + Buffer.byteLength(name) + Buffer.byteLength(value),
		frame,
	);
}

/** Throws an InputProblem for what a form cannot carry unchanged. */
export function checkForm(form: UploadForm, itemIndex: number): UploadForm {
	for (const { name, value } of form.fields) {
		checkName(name, `the name of the form field "${name}"`, itemIndex);
		checkValue(value, `the form field "${name}"`, itemIndex);
	}
	checkName(form.fileField, 'File Field', itemIndex);
	checkName(form.fileName, 'the file name', itemIndex);
	return form;
}

/** Names stand between quotes in a header of their own, for which HTTP clients and servers differ in escapes. */
function checkName(name: string, what: string, itemIndex: number): void {
	const isPlain = !/["\\\u0000-\u001f\u007f]/.test(name) && isWellFormed(name);
	if (name !== '' && isPlain) return;
	const problem =
		name === ''
			? 'is empty'
			: 'holds a quote, a backslash, a line break or another control character';
	throw new InputProblem(`Item ${itemIndex}: ${what} ${problem}.`, {
		advice: 'Choose another name; letters of any language, spaces and most other signs are fine.',
	});
}

function checkValue(value: string, what: string, itemIndex: number): void {
	if (!/(?<!\r)\n|\r(?!\n)/.test(value) && isWellFormed(value)) return;
	throw new InputProblem(
		`Item ${itemIndex}: ${what} holds a line break or half a character that a form cannot carry unchanged.`,
		{ advice: 'Forms carry a line break as carriage return and line feed (\\r\\n) alone.' },
	);
}

class StreamedFile extends File {
	constructor(
		name: string,
		private readonly content: Content,
	) {
		super([], name, { type: fileType });
	}

	override get size(): number {
		return this.content.bytes;
	}

	override stream(): ReadableStream<Bytes> {
		return toReadable(this.content.open());
	}
}

function toReadable(source: AsyncIterable<Bytes>): ReadableStream<Bytes> {
	const chunks = source[Symbol.asyncIterator]();
	return new ReadableStream({
		async pull(controller) {
			const chunk = await chunks.next();
			if (chunk.done === true) controller.close();
			else controller.enqueue(chunk.value);
		},
		async cancel() {
			await chunks.return?.();
		},
	});
}
