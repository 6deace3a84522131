/** The JSON object of every response. */
type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string };

/** n8n walks through data recursively; deeper nesting overflows its stack, and takes seconds to parse. */
const deepestNesting = 200;

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

/** `__proto__`, or one of its characters as an escape, which no encoder writes. Otherwise parsing is quicker. */
const mayNamePrototype = /__proto__|\\u00(?:5f|6f|7[024])/i;

/** A later node that copies fields one by one would set the prototype of an object. */
function withoutPrototype(name: string, value: unknown): unknown {
	return name === '__proto__' ? undefined : value;
}

function parseJson(text: string): unknown {
	if (!/^\uFEFF?\s*\{/.test(text) || isDeeperThan(text, deepestNesting)) return undefined;
	const reviver = mayNamePrototype.test(text) ? withoutPrototype : undefined;
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''), reviver);
	} catch {
		return undefined;
	}
}

const quote = 0x22;
const backslash = 0x5c;

/**
 * True if a JSON text nests arrays and objects deeper than `levels`. Reads no further than it needs,
 * without recursion; of a text that is not JSON, the result means nothing.
 */
export function isDeeperThan(json: string, levels: number): boolean {
	let depth = 0;
	for (let position = 0; position < json.length; position++) {
		const code = json.charCodeAt(position);
		// `[` and `{`, `]` and `}` differ in this bit only.
		const bracket = code | 0x20;
		if (bracket === 0x7b) {
			depth++;
			if (depth > levels) return true;
		} else if (bracket === 0x7d) {
			depth--;
		} else if (code === quote) {
			position = endOfString(json, position);
		}
	}
	return false;
}

/** The position of the closing quote; the end of the text if there is none. Linear. */
function endOfString(json: string, start: number): number {
	let end = json.indexOf('"', start + 1);
	while (end >= 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
	return end < 0 ? json.length : end;
}

/** True if an odd number of backslashes stands before a quote. */
function isEscaped(json: string, position: number): boolean {
	let start = position;
	while (json.charCodeAt(start - 1) === backslash) start -= 1;
	return (position - start) % 2 === 1;
}
