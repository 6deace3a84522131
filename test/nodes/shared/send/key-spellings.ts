const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const inHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!);
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inPhpJson = (text: string) => inJson(text).replaceAll('/', '\\/');

/** Go and Rails write these signs in this way, in small or capital letters. */
const inSafeJson = (text: string) => inJson(text).replace(/[&<>'+=/]/g, unicodeEscape);

function unicodeEscape(text: string): string {
	const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
	return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

const capitalDigits = (text: string) =>
	text.replace(/(?<=\\u)[\da-f]{4}/g, (digits) => digits.toUpperCase());

const inForm = (text: string) =>
	encodeURIComponent(text)
		.replaceAll('%20', '+')
		.replace(/[!'()~]/g, (sign) => percent(sign).toUpperCase());

const percent = (text: string) =>
	Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** How servers write a text into another one. */
export const spellings: ReadonlyArray<readonly [string, (text: string) => string]> = [
	['as it is', String],
	['percent-encoded', encodeURIComponent],
	[
		'percent-encoded in small letters',
		(text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
	],
	['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
	['as in a form', inForm],
	['in JSON', inJson],
	['in JSON as PHP writes it', inPhpJson],
	['in JSON as Go and Rails write it', inSafeJson],
	['in JSON with capital digits', (text) => capitalDigits(inSafeJson(text))],
	['in JSON in JSON', (text) => inJson(inPhpJson(text))],
	['in JSON in JSON, with many escapes', (text) => inPhpJson(capitalDigits(inSafeJson(text)))],
	['in JSON in HTML', (text) => inHtml(inPhpJson(text))],
	['in HTML', inHtml],
	['in HTML twice', (text) => inHtml(inHtml(text))],
	['in HTML in JSON', (text) => inSafeJson(inHtml(text))],
	[
		'in HTML with numbers',
		(text) => text.replace(/[^\w ]/gu, (sign) => `&#x${hexOf(sign).toUpperCase()};`),
	],
];

const codeOf = (character: string) => character.codePointAt(0) ?? 0;
const hexOf = (character: string) => codeOf(character).toString(16);

/** How servers write one character. */
export const characterSpellings: ReadonlyArray<(character: string) => string> = [
	String,
	inPhpJson,
	(character) => inJson(inPhpJson(character)),
	unicodeEscape,
	(character) => capitalDigits(unicodeEscape(character)),
	(character) => inJson(unicodeEscape(character)),
	percent,
	(character) => percent(character).toUpperCase(),
	(character) => percent(character).replaceAll('%', '%25'),
	inHtml,
	(character) => inHtml(inHtml(character)),
	(character) => `&#${codeOf(character)};`,
	(character) => `&#x${hexOf(character)};`,
	(character) => `&#X00${hexOf(character).toUpperCase()};`,
	(character) => `\\u0026#${codeOf(character)};`,
	(character) => (character === ' ' ? '+' : character),
	(character) => namedEntities[character] ?? character,
];

/** As `htmlentities` of PHP writes signs in HTML 5. */
const namedEntities: Readonly<Record<string, string>> = {
	'/': '&sol;',
	'+': '&plus;',
	'=': '&equals;',
	'\\': '&bsol;',
	':': '&colon;',
	é: '&eacute;',
};
