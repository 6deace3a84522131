import { nodeCases } from '../../support/node-cases';

const data: object = Object.assign({}, ...nodeCases.map(({ successData }) => successData));

/** An answer that every node understands: its data holds what each of them reads. */
export const success = { status: 'success', data } as const;

export const successText = JSON.stringify(success);

export function failText(message: string): string {
	return JSON.stringify({ status: 'fail', message });
}

/** An HTTP answer as it travels. */
export function httpText(
	status: string,
	headers: readonly string[] = [],
	body = successText,
): string {
	const length = `Content-Length: ${Buffer.byteLength(body)}`;
	return [`HTTP/1.1 ${status}`, ...headers, length, 'Connection: close', '', body].join('\r\n');
}
