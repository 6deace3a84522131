/** Data that every node understands. */
const data = { items: [{ item_id: 'p-1' }], kainic_mid: 'model-1' };

export const successText = JSON.stringify({ status: 'success', data });

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
