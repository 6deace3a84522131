import { withheld } from '../failure';
import { shortened, startOf } from '../values';
import { longestPiece, type Redactor } from './redact';

/** Maximum characters of a message. */
export const longestMessage = 500;

/**
 * What a person is shown of a text that a server sent: its beginning, or that it is withheld because it
 * repeats a key. A message of the API is quoted; of a page, it is the text that a reader sees.
 */
export async function shownText(
	lead: string,
	said: string,
	redactor: Redactor,
): Promise<{ readonly message: string; readonly quoted: boolean }> {
	const quoted = lead === '';
	const start = said.slice(0, longestPiece);
	// Without tags and with single spaces, a text can repeat a key too.
	if ((await redactor.repeatsKey(start)) || (await redactor.repeatsKey(visibleText(start)))) {
		return { message: lead + withheld, quoted: false };
	}
	// Half of what was searched, so that a key that begins there was searched whole.
	const isCut = said.length > longestPiece;
	const kept = isCut ? `${startOf(said, longestPiece / 2)}…` : said;
	return { message: shortened(lead + (quoted ? kept : visibleText(kept)), longestMessage), quoted };
}

/** The text of a page without scripts and tags, and with single spaces. Linear. */
function visibleText(page: string): string {
	const text = page
		.replace(/<(style|script)\b[^]*?(?:<\/\1[^<>]*>?|$)|<[^<>]*>/gi, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return text === '' ? 'the body has no text' : text;
}
