import type { IncomingHttpHeaders } from 'node:http';
import busboy from 'busboy';

import type { FormField } from '../state/records';

export interface FormFile {
	fieldName: string;
	fileName: string;
	contentType: string;
	content: Buffer;
}

export interface Form {
	fields: FormField[];
	files: FormFile[];
}

/**
 * Reads a multipart form the way the functions framework's documentation does: `busboy` over the
 * raw body.
 * @returns undefined where the body is not a complete form
 */
export async function readForm(
	headers: IncomingHttpHeaders,
	rawBody: Buffer,
): Promise<Form | undefined> {
	if (!headers['content-type']?.startsWith('multipart/form-data')) return undefined;
	try {
		return await parseForm(headers, rawBody);
	} catch {
		return undefined;
	}
}

function parseForm(headers: IncomingHttpHeaders, rawBody: Buffer): Promise<Form> {
	return new Promise((resolve, reject) => {
		const form: Form = { fields: [], files: [] };
		const parser = busboy({ headers, defParamCharset: 'utf8', preservePath: true });
		parser.on('field', (name, value) => form.fields.push({ name, value }));
		parser.on('file', (fieldName, stream, { filename, mimeType }) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('error', reject);
			stream.on('end', () => {
				const content = Buffer.concat(chunks);
				form.files.push({ fieldName, fileName: filename ?? '', contentType: mimeType, content });
			});
		});
		parser.on('error', reject);
		parser.on('close', () => resolve(form));
		parser.end(rawBody);
	});
}
