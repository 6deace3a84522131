/** The JSON object of every response. */
type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string };

/** Reads the envelope of a response; null if the text is something else. */
export function parseEnvelope(body: string): Envelope | null {
	const value = parseJson(body);
	if (typeof value !== 'object' || value === null || !('status' in value)) return null;
	if (value.status === 'success') {
		return { kind: 'success', data: 'data' in value ? value.data : undefined };
	}
	if (value.status !== 'fail') return null;
	const message = 'message' in value ? value.message : undefined;
	return { kind: 'fail', message: typeof message === 'string' ? message : '' };
}

/** True if a field may be named `__proto__`. Otherwise no function has to look at every value. */
function mayNamePrototype(json: string): boolean {
	return json.includes('__proto__') || (json.includes('\\u00') && escapedName.test(json));
}

/** `"__proto__"` with any of its letters as a JSON escape. */
const escapedName = new RegExp(
	`"${Array.from('__proto__', (letter) => `(?:${letter}|\\\\u00${letter.charCodeAt(0).toString(16)})`).join('')}"`,
	'i',
);

/** A later node that copies fields one by one would set the prototype of an object. */
function withoutPrototype(name: string, value: unknown): unknown {
	return name === '__proto__' ? undefined : value;
}

function parseJson(text: string): unknown {
	if (!/^\uFEFF?\s*\{/.test(text)) return undefined;
	try {
		return JSON.parse(
			text.replace(/^\uFEFF/, ''),
			mayNamePrototype(text) ? withoutPrototype : undefined,
		);
	} catch {
		return undefined;
	}
}
