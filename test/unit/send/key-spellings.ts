const numbered = (text: string, signs: RegExp) =>
	text.replace(signs, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

const names: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const unicode = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** How servers write a text into another one. */
export const spellings: ReadonlyArray<readonly [string, (text: string) => string]> = [
	['as it is', String],
	['percent-encoded', encodeURIComponent],
	[
		'percent-encoded in lower case',
		(text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
	],
	['percent-encoded but for : $ and ,', (text) => encodeURIComponent(text).replace(/%3A/g, ':')],
	['in a form', (text) => new URLSearchParams({ x: text }).toString().slice(2)],
	['in JSON', inJson],
	['in JSON by PHP', (text) => inJson(text).replaceAll('/', '\\/')],
	['in JSON for HTML', (text) => inJson(text).replace(/[<>&]/g, unicode)],
	['in ASCII JSON', (text) => inJson(text).replace(/[\u0080-\uffff]/g, unicode)],
	['in HTML', (text) => text.replace(/[&<>"']/g, (sign) => names[sign] ?? '')],
	['in HTML by numbers', (text) => numbered(text, /[^\w ]/gu)],
	['in HTML by PHP', (text) => numbered(text, /[&<>"']/g).replaceAll('&#39;', '&#039;')],
];
