import { endpoint } from '../../nodes/shared/kainic/api';
import type { ProbeRequest, Values } from './model';

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

/** A form with these fields, and with the broken file under each of the names. */
export function form(fields: readonly Row[], fileNames: readonly string[]): ProbeRequest {
	const parts = [
		...fields.map(([name, value]) => part(`name="${name}"`, value)),
		...fileNames.map((name) =>
			part(
				`name="${name}"; filename="contract-check.json"`,
				brokenFile,
				'Content-Type: application/json\r\n',
			),
		),
	];
	return {
		path: endpoint.uploadProducts(),
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: `${parts.join('')}--${boundary}--\r\n`,
	};
}

function part(disposition: string, content: string, headers = ''): string {
	return `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${content}\r\n`;
}
