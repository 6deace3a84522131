const placeholder = '[API key]';

/** Shorter keys are not replaced in data, because ordinary data contains short texts by chance. */
const minLengthInData = 8;

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
	fromBody(response: { readonly body: string; readonly isCut: boolean }): string;
	/** Replaces the key in a message, even a short key. */
	fromMessage(text: string): string;
}

/** Replaces the key in five spellings: unchanged, percent-encoded, form-encoded, in JSON and in HTML. */
export function createKeyRemover(apiKey: string): KeyRemover {
	const spellings = new Set([
		apiKey,
		encodeURIComponent(apiKey),
		new URLSearchParams({ key: apiKey }).toString().slice('key='.length),
		JSON.stringify(apiKey).slice(1, -1),
		apiKey.replace(/[&<>"']/g, (character) => entities[character] ?? character),
	]);
	// If one spelling is the beginning of another, the shorter one must not be replaced first.
	const longestFirst = [...spellings].sort((first, second) => second.length - first.length);
	const maxLength = longestFirst[0]?.length ?? 0;
	const fromMessage = (text: string) =>
		longestFirst.reduce((rest, spelling) => rest.replaceAll(spelling, placeholder), text);
	return {
		fromMessage,
		fromBody: ({ body, isCut }) => {
			const text = apiKey.length < minLengthInData ? body : fromMessage(body);
			return isCut ? text.slice(0, -maxLength) : text;
		},
	};
}
