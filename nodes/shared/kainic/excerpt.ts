import { shortened, startOf } from '../values';

/** Removes the API keys of a run. */
export interface Redaction {
	text(text: string): string;
	/** Characters at the end of a cut text that may be the beginning of a key. */
	readonly reach: number;
}

/** Characters of a long text that are shown at most, white space and tags included. */
const longestShown = 16 * 1024;

/** If a key can take more characters, nothing of a long text is shown: examining it would take too long. */
const longestReach = 64 * 1024;

/** Maximum characters of a message. */
const longestMessage = 500;

/** Shortens a message to 500 characters, the last one a `…`. */
export function shorten(text: string): string {
	return shortened(text, longestMessage);
}

/**
 * The beginning of a text, redacted. Of a longer text, 16 K characters are kept. More are examined, as many
 * as a key can take, since a key that was cut in two is not recognised.
 */
export function redactedStart(text: string, redaction: Redaction): string {
	const isShort = text.length <= 2 * longestShown;
	return isShort ? redaction.text(text) : redactedBeginning(text, redaction);
}

/** Redacts a text that was cut, in the same way. */
function redactedBeginning(text: string, { text: redact, reach }: Redaction): string {
	if (reach > longestReach) return '…';
	const redacted = redact(text.slice(0, longestShown + reach));
	return `${startOf(redacted, Math.max(0, redacted.length - reach))}…`;
}

/** The text of a body without tags and superfluous white space, redacted. */
export function excerpt(body: string, redaction: Redaction): string {
	return visibleText(body, redactedStart(body, redaction), redaction);
}

/** The same for the beginning of a body, which may end inside a key: its end is left out. */
export function excerptOfBeginning(start: string, redaction: Redaction): string {
	return visibleText(start, redactedBeginning(start, redaction), redaction);
}

function visibleText(body: string, redacted: string, redaction: Redaction): string {
	if (!/\S/.test(body)) return 'the body is empty';
	const text = withoutTags(redacted).replace(/\s+/g, ' ').trim();
	// Folding white space can make a key that has a space appear.
	return text === '' ? 'the body has no text' : redaction.text(text);
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
