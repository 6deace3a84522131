import { endpoint } from '../../nodes/shared/kainic/api';
import type { FormPart, ProbeRequest, Values } from './model';

export type Row = readonly [name: string, value: string];

export function json(path: string, body: unknown): ProbeRequest {
	return { path, contentType: 'application/json', body: JSON.stringify(body) };
}

export function eventsTo(trackerId: string, { projectId }: Pick<Values, 'projectId'>) {
	return (events: readonly unknown[]): ProbeRequest =>
		json(endpoint.collect(projectId, trackerId), events);
}

const boundary = '------------contract-check-of-n8n-nodes-kainic';

/**
 * No file of products, and no list of none: neither JSON nor CSV nor XML, since the quotation mark
 * has no end. Kainic documents that it refuses such a file.
 */
export const brokenFile = '"This is no catalog. It checks the answer to a file that is not valid';

export const fileType = 'application/json';

/** A form with these fields, and with the broken file under each of the names. */
export function form(fields: readonly Row[], fileNames: readonly string[]): ProbeRequest {
	const parts: readonly FormPart[] = [
		...fields.map(([name, content]) => ({ name, content, fileName: null })),
		...fileNames.map((name) => ({ name, content: brokenFile, fileName: 'contract-check.json' })),
	];
	return {
		path: endpoint.uploadProducts(),
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: `${parts.map(partText).join('')}--${boundary}--\r\n`,
		form: parts,
	};
}

function partText({ name, content, fileName }: FormPart): string {
	const file = fileName === null ? '' : `; filename="${fileName}"\r\nContent-Type: ${fileType}`;
	return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
}
