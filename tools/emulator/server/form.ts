import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';

import type { Upload } from '../state/records';

/** Larger files are counted and hashed, but not kept. */
const maxKeptBytes = 64 * 1024 * 1024;

export interface FormFile {
	fieldName: string;
	fileName: string;
	contentType: string;
	bytes: number;
	/** Hexadecimal. */
	sha256: string;
	/** Null where the file is too large to be looked into. */
	content: Buffer | null;
}

export interface Form {
	fields: Upload['fields'];
	files: FormFile[];
}

/**
 * Reads a multipart form the way that Google documents for its functions: `busboy` over the raw body.
 * @returns undefined if the body is not a complete form
 */
export async function readForm(
	headers: IncomingHttpHeaders,
	body: readonly Buffer[],
): Promise<Form | undefined> {
	if (!headers['content-type']?.startsWith('multipart/form-data')) return undefined;
	try {
		return await parseForm(headers, body);
	} catch {
		return undefined;
	}
}

function parseForm(headers: IncomingHttpHeaders, body: readonly Buffer[]): Promise<Form> {
	return new Promise((resolve, reject) => {
		const form: Form = { fields: [], files: [] };
		const parser = busboy({ headers, defParamCharset: 'utf8', preservePath: true });
		parser.on('field', (name, value) => form.fields.push({ name, value }));
		parser.on('file', (fieldName, stream, { filename, mimeType }) => {
			stream.on('error', reject);
			const about = { fieldName, fileName: filename ?? '', contentType: mimeType };
			collectFile(stream, (content) => form.files.push({ ...about, ...content }));
		});
		parser.on('error', reject);
		parser.on('close', () => resolve(form));
		for (const chunk of body) parser.write(chunk);
		parser.end();
	});
}

type FileContent = Pick<FormFile, 'bytes' | 'sha256' | 'content'>;

function collectFile(stream: Readable, done: (content: FileContent) => void): void {
	const hash = createHash('sha256');
	const chunks: Buffer[] = [];
	let bytes = 0;
	stream.on('data', (chunk: Buffer) => {
		hash.update(chunk);
		bytes += chunk.length;
		// The chunks are views of the raw body: joining them would hold the file twice.
		if (bytes <= maxKeptBytes) chunks.push(chunk);
	});
	stream.on('end', () => {
		const content = bytes <= maxKeptBytes ? Buffer.concat(chunks) : null;
		done({ bytes, sha256: hash.digest('hex'), content });
	});
}
