import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import busboy from 'busboy';

import type { Upload } from '../state/records';

interface FormFile {
	fieldName: string;
	fileName: string;
	contentType: string;
	/** Hexadecimal. */
	sha256: string;
	content: Buffer;
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
		const fields: Form['fields'] = [];
		const files: Array<Promise<FormFile>> = [];
		const parser = busboy({ headers, defParamCharset: 'utf8', preservePath: true });
		parser.on('field', (name, value) => fields.push({ name, value }));
		parser.on('file', (fieldName, stream, { filename, mimeType }) => {
			const about = { fieldName, fileName: filename ?? '', contentType: mimeType };
			const reading = buffer(stream).then((content) => ({
				...{ ...about, content },
				sha256: createHash('sha256').update(content).digest('hex'),
			}));
			reading.catch(reject);
			files.push(reading);
		});
		parser.on('error', reject);
		parser.on('close', () => {
			Promise.all(files).then((all) => resolve({ fields, files: all }), reject);
		});
		for (const chunk of body) parser.write(chunk);
		parser.end();
	});
}
