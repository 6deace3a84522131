import { yieldToN8n } from '../wait';

const placeholder = '[API key]';

/** Shorter keys are not replaced in data, because ordinary data contains short texts by chance. */
const minLengthInData = 8;

/** JSON escapes that JSON.stringify never writes. */
const foreignEscapes = /\\[/u]/;

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Replaces the API key in what a server sent. */
export interface KeyRemover {
	/** Replaces the key in the body of a response. A cut body may end inside the key, so its last characters are removed. */
	fromBody(response: { readonly body: string; readonly isCut: boolean }): Promise<string>;
	/** Replaces the key in a message, even a short key. */
	fromMessage(text: string): string;
}

/**
 * Replaces the key in five spellings: unchanged, percent-encoded, form-encoded, in JSON and in HTML. JSON may also
 * contain escapes that nobody needs, such as `\/` and `\u0026`.
 */
export function createKeyRemover(apiKey: string): KeyRemover {
	const spellings = new Set([
		apiKey,
		encodeURIComponent(apiKey),
		new URLSearchParams({ key: apiKey }).toString().slice('key='.length),
		JSON.stringify(apiKey).slice(1, -1),
		apiKey.replace(/[&<>"']/g, (character) => entities[character] ?? character),
		escaped(apiKey, /[&<>"'\\]/g),
		escaped(apiKey, /[&<>"'\\]/g).replaceAll('/', '\\/'),
		JSON.stringify(apiKey).slice(1, -1).replaceAll('/', '\\/'),
	]);
	// If one spelling is the beginning of another, the shorter one must not be replaced first.
	const longestFirst = [...spellings].sort((first, second) => second.length - first.length);
	const maxLength = longestFirst[0]?.length ?? 0;
	const fromMessage = (text: string) =>
		longestFirst.reduce((rest, spelling) => rest.replaceAll(spelling, placeholder), text);
	return {
		fromMessage,
		fromBody: async ({ body, isCut }) => {
			const isShort = apiKey.length < minLengthInData;
			const text = isShort ? body : fromMessage(await withUsualEscapes(body));
			return isCut ? text.slice(0, -maxLength) : text;
		},
	};
}

/** Writes JSON again, so that each character is written in one way. Other text stays unchanged. */
async function withUsualEscapes(body: string): Promise<string> {
	if (!foreignEscapes.test(body)) return body;
	try {
		const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
		await yieldToN8n();
		return JSON.stringify(value);
	} catch {
		return body;
	}
}

/** Some servers write these characters as `\u0026`, also in JSON that is broken or part of a page. */
function escaped(text: string, characters: RegExp): string {
	return text.replace(characters, (character) => {
		return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}
