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

/** A page such as the host itself gives, instead of Kainic. */
export function platformPage(status: number, title: string, text: string): Answer {
	return textAnswer(
		status,
		'text/html; charset=UTF-8',
		`<html><head>
<meta http-equiv="content-type" content="text/html;charset=utf-8">
<title>${status} ${title}</title>
</head>
<body text=#000000 bgcolor=#ffffff>
<h1>Error: ${title}</h1>
<h2>${text}</h2>
<h2></h2>
</body></html>
`,
	);
}
