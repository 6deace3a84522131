import { withheld } from '../failure';
import { shortened, startOf } from '../values';
import { innermost, layersOf } from './decode';

/** Characters that are decoded at a time. A key is found if it takes at most half of them. */
const longestPiece = 16 * 1024;

/** Shorter keys stay in data: ordinary data holds them by chance. */
const shortestInData = 8;

const placeholder = '[API key]';

/** Maximum characters of a message. */
export const longestMessage = 500;

/** Finds the API keys of a run in what a server sent. Takes linear time. */
export class Redactor {
	private readonly keysInData: readonly string[];

	/** It calls `giveWay` after each few milliseconds of work. */
	constructor(
		private readonly keys: readonly string[],
		private readonly giveWay: () => Promise<void>,
	) {
		this.keysInData = keys.filter(({ length }) => length >= shortestInData);
	}

	/** True if a text repeats a key, as it is or escaped. */
	async repeatsKey(text: string, keys = this.keys): Promise<boolean> {
		const step = longestPiece / 2;
		for (let start = 0; start === 0 || start + step < text.length; start += step) {
			if (await this.isInPiece(text.slice(start, start + longestPiece), keys)) return true;
		}
		return false;
	}

	/**
	 * The data of a JSON body, with `[API key]` in place of each text that repeats a key of 8 characters
	 * or more, and of each number that is one.
	 */
	async withoutKeys(data: unknown, body: string): Promise<unknown> {
		// JSON is one of the layers that are decoded, so the body has every key that its data has.
		const isFound = await this.repeatsKey(body, this.keysInData);
		return isFound ? await this.copyWithoutKeys(data) : data;
	}

	/**
	 * What a person is shown of a text that a server sent: its beginning, or that it is withheld because
	 * it repeats a key. Without a `lead` it is a message of the API, which is quoted; otherwise it is a
	 * page, of which the text is shown that a reader sees.
	 */
	async shown(lead: string, said: string) {
		const quoted = lead === '';
		const start = said.slice(0, longestPiece);
		// Without tags and with single spaces, a text can repeat a key too.
		if ((await this.repeatsKey(start)) || (await this.repeatsKey(visibleText(start)))) {
			return { message: lead + withheld, quoted: false };
		}
		// Half of what was searched, so that a key that begins there was searched whole.
		const kept = said.length > longestPiece ? `${startOf(said, longestPiece / 2)}…` : said;
		const message = lead + (quoted ? kept : visibleText(kept));
		return { message: shortened(message, longestMessage), quoted };
	}

	private async isInPiece(piece: string, keys: readonly string[]): Promise<boolean> {
		await this.giveWay();
		const layers = layersOf(piece);
		const last = innermost(layers);
		for (const key of keys) {
			await this.giveWay();
			if (layers.some((layer) => layer.includes(key))) return true;
			if (last.includes(innermost(layersOf(key)))) return true;
		}
		return false;
	}

	private async copyWithoutKeys(value: unknown): Promise<unknown> {
		await this.giveWay();
		const repeats = async (text: string) => await this.repeatsKey(text, this.keysInData);
		if (typeof value === 'string') return (await repeats(value)) ? placeholder : value;
		if (typeof value === 'number') {
			return this.keysInData.some((key) => Number(key) === value) ? placeholder : value;
		}
		if (typeof value !== 'object' || value === null) return value;
		const fields: Array<readonly [string, unknown]> = [];
		for (const [name, inner] of Object.entries(value)) {
			// The place keeps two names apart.
			const shown = (await repeats(name)) ? `${placeholder} ${fields.length + 1}` : name;
			fields.push([shown, await this.copyWithoutKeys(inner)]);
		}
		return Array.isArray(value) ? fields.map(([, inner]) => inner) : Object.fromEntries(fields);
	}
}

/** The text of a page without scripts and tags, and with single spaces. Linear. */
function visibleText(page: string): string {
	const text = page
		.replace(/<(style|script)\b[^]*?(?:<\/\1[^<>]*>?|$)|<[^<>]*>/gi, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (text !== '') return text;
	return page.trim() === '' ? 'the body is empty' : 'the body has no text';
}
