const entities: ReadonlyArray<readonly [string, string]> = [
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
	['"', '&quot;'],
	["'", '&#39;'],
];

/** How servers write a text into another one. */
export const spellings: ReadonlyArray<readonly [string, (text: string) => string]> = [
	['as it is', String],
	['percent-encoded', encodeURIComponent],
	[
		'as in a form',
		(text) =>
			encodeURIComponent(text)
				.replaceAll('%20', '+')
				.replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
	],
	['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
	['as PHP writes JSON', (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
	[
		'in HTML',
		(text) => entities.reduce((rest, [sign, entity]) => rest.replaceAll(sign, entity), text),
	],
];
