import { innermost, layersOf } from './decode';

/** Finds the API keys of a run in what a server sent. Takes linear time. */
export interface Redactor {
	/** True if a text repeats a key, as it is or escaped. */
	repeatsKey(text: string): Promise<boolean>;
	/**
	 * The data of a JSON body, with `[API key]` in place of each text that repeats a key of 8 characters
	 * or more, and of each number that is one. Shorter keys stay: ordinary data holds them by chance.
	 */
	withoutKeys(data: unknown, body: string): Promise<unknown>;
}

/** Characters that are decoded at a time. A key is found if it takes at most half of them. */
export const longestPiece = 16 * 1024;

const shortestInData = 8;

const placeholder = '[API key]';

/** Creates a redactor for all keys that a run sends. It calls `giveWay` after each few milliseconds of work. */
export function createRedactor(keys: readonly string[], giveWay: () => Promise<void>): Redactor {
	const all = new KeyFinder(keys, giveWay);
	const long = new KeyFinder(
		keys.filter(({ length }) => length >= shortestInData),
		giveWay,
	);
	return {
		repeatsKey: async (text) => await all.isIn(text),
		// JSON is one of the layers that are decoded, so the body has every key that its data has.
		withoutKeys: async (data, body) =>
			(await long.isIn(body)) ? await long.removeFrom(data) : data,
	};
}

class KeyFinder {
	private readonly numbers: ReadonlySet<number>;

	constructor(
		private readonly keys: readonly string[],
		private readonly giveWay: () => Promise<void>,
	) {
		this.numbers = new Set(keys.map(Number));
	}

	async isIn(text: string): Promise<boolean> {
		const step = longestPiece / 2;
		for (let start = 0; start === 0 || start + step < text.length; start += step) {
			if (await this.isInPiece(text.slice(start, start + longestPiece))) return true;
		}
		return false;
	}

	private async isInPiece(piece: string): Promise<boolean> {
		await this.giveWay();
		const layers = layersOf(piece);
		const last = innermost(layers);
		for (const key of this.keys) {
			await this.giveWay();
			if (layers.some((layer) => layer.includes(key))) return true;
			if (last.includes(innermost(layersOf(key)))) return true;
		}
		return false;
	}

	/** A copy of parsed JSON. */
	async removeFrom(value: unknown): Promise<unknown> {
		await this.giveWay();
		if (typeof value === 'string') return (await this.isIn(value)) ? placeholder : value;
		if (typeof value === 'number') return this.numbers.has(value) ? placeholder : value;
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) {
			const elements: unknown[] = [];
			for (const element of value) elements.push(await this.removeFrom(element));
			return elements;
		}
		const fields: Array<readonly [string, unknown]> = [];
		for (const [name, inner] of Object.entries(value)) {
			// The place keeps two names apart.
			const shown = (await this.isIn(name)) ? `${placeholder} ${fields.length + 1}` : name;
			fields.push([shown, await this.removeFrom(inner)]);
		}
		return Object.fromEntries(fields);
	}
}
