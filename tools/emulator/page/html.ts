/** Text that is HTML already. Everything else is escaped when it is put into a page. */
export class Html {
	constructor(readonly text: string) {}
}

export type HtmlPart = Html | readonly Html[] | string | number;

/** Template tag: `html\`<b>${name}</b>\`` escapes the name, in an element or a quoted attribute. */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
	const text = strings.map((literal, index) => literal + textOf(parts[index] ?? ''));
	return new Html(text.join(''));
}

function textOf(part: HtmlPart): string {
	if (part instanceof Html) return part.text;
	if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
	return part.map((entry) => entry.text).join('');
}

const entities = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
	['"', '&quot;'],
	["'", '&#39;'],
]);

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
}
