import type { Verdict } from '../endpoints/verdict';

/** An HTTP answer before it is sent. `Content-Length` is added when it is. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

const jsonType = 'application/json; charset=utf-8';

export function jsonAnswer(status: number, value: unknown): Answer {
	return textAnswer(status, jsonType, JSON.stringify(value));
}

export function textAnswer(status: number, contentType: string, body: string): Answer {
	return { status, headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

/** Kainic's envelope. */
export function envelope(verdict: Verdict, failureStatus: number): Answer {
	if (verdict.type === 'success') {
		return jsonAnswer(200, { status: 'success', data: verdict.data });
	}
	const body = { status: 'fail', message: verdict.message };
	return jsonAnswer(verdict.status ?? failureStatus, body);
}
