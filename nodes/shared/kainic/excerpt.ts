export type Redact = (text: string) => string;

/** Characters of a text that are examined. */
const longestExamined = 32 * 1024;

/** Characters at the end of a cut text that may be the beginning of a key. */
const uncertainEnd = 16 * 1024;

/** Maximum characters of a message. */
const longestMessage = 500;

/** Shortens a message to 500 characters, the last one a `…`. */
export function shorten(text: string): string {
	if (text.length <= longestMessage) return text;
	const kept = text.slice(0, longestMessage - 1);
	// Half of a surrogate pair is no character.
	return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/**
 * The beginning of a text, redacted. Examines 32 K characters of a longer text, and leaves out the
 * last of them: a key that was cut in two is not recognised.
 */
export function redactedStart(text: string, redact: Redact): string {
	return text.length <= longestExamined ? redact(text) : redactedBeginning(text, redact);
}

/** Redacts a text that was cut, in the same way. */
function redactedBeginning(text: string, redact: Redact): string {
	return `${redact(text.slice(0, longestExamined)).slice(0, -uncertainEnd)}…`;
}

/** The text of a body without tags and superfluous white space, redacted. */
export function excerpt(body: string, redact: Redact): string {
	return visibleText(body, redactedStart(body, redact), redact);
}

/** The text of the beginning of a body, which was cut anywhere: its end is left out. */
export function excerptOfBeginning(start: string, redact: Redact): string {
	return visibleText(start, redactedBeginning(start, redact), redact);
}

function visibleText(body: string, redacted: string, redact: Redact): string {
	if (!/\S/.test(body)) return 'the body is empty';
	const text = withoutTags(redacted).replace(/\s+/g, ' ').trim();
	// Folding white space can make a key that has a space appear.
	return text === '' ? 'the body has no text' : redact(text);
}

/** The text of a page that a reader sees, with a space for each tag. Linear. */
function withoutTags(page: string): string {
	// Unlike toLowerCase() of the whole, this keeps every position.
	const lowerCase = page.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
	let text = '';
	let position = 0;
	for (;;) {
		const start = page.indexOf('<', position);
		const end = start < 0 ? -1 : endOfTag(lowerCase, start);
		if (end < 0) return text + page.slice(position);
		text += `${page.slice(position, start)} `;
		position = end;
	}
}

/** The position after a tag, or after the whole `style` or `script`; -1 if the tag has no end. */
function endOfTag(page: string, start: number): number {
	const end = page.indexOf('>', start) + 1;
	if (end === 0) return -1;
	const hidden = /<(style|script)[\s/>]/y;
	hidden.lastIndex = start;
	const name = hidden.exec(page)?.[1];
	if (name === undefined) return end;
	const closing = page.indexOf(`</${name}`, end);
	if (closing < 0) return page.length;
	const closed = page.indexOf('>', closing);
	return closed < 0 ? page.length : closed + 1;
}
