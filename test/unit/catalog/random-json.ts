/** A number from 0 to below 1, and whole numbers below a limit: the same for the same seed. */
export interface Random {
	number(): number;
	below(limit: number): number;
	pick<T>(values: readonly [T, ...T[]]): T;
}

/** mulberry32. */
export function randomOf(seed: number): Random {
	let state = seed;
	const number = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(number() * limit);
	return { number, below, pick: (values) => values[below(values.length)] ?? values[0] };
}

const spaces = ['', '', '', '', ' ', '\n', '\t', ' \r\n'] as const;

const numbers = ['0', '-0', '7', '-12', '3.25', '1e5', '0E-7', '10.0e+3', '123456789012'] as const;

const texts = [
	...['', 'a', 'id', 'error', 'message', 'success', 'products', 'sku-1', '{', '}]', ',"', ' : '],
	...['é', 'ß€', '\u2028', '\ufeff', '\ud83d\ude00', '\u{10ffff}', '\u0800', '\ud7ff', '\ue000'],
] as const;

const escapes = ['\\n', '\\"', '\\\\', '\\/', '\\u0041', '\\u00e9', '\\ud83d', '\\u0000'] as const;

/** A document of JSON, in any layout. One in a thousand is nested more deeply than a scanner goes. */
export function randomDocument(random: Random): Buffer {
	const space = () => random.pick(spaces);
	const text = () => {
		let content = '';
		for (let parts = random.below(4); parts > 0; parts -= 1) {
			const isEscape = random.below(4) === 0;
			content += isEscape
				? random.pick(escapes)
				: JSON.stringify(random.pick(['', ...texts])).slice(1, -1);
		}
		return `"${content}"`;
	};
	const list = (depth: number, entry: (depth: number) => string) => {
		const entries = Array.from({ length: random.below(4) }, () => entry(depth - 1));
		return entries.join(`${space()},${space()}`);
	};
	const value = (depth: number): string => {
		switch (depth === 0 ? random.below(4) : random.below(8)) {
			case 0:
				return random.pick(numbers);
			case 1:
				return random.pick(['true', 'false', 'null']);
			case 2:
			case 3:
				return text();
			case 4:
			case 5:
				return `[${space()}${list(depth, value)}${space()}]`;
			default:
				return `{${space()}${list(depth, member)}${space()}}`;
		}
	};
	const member = (depth: number) => `${text()}${space()}:${space()}${value(depth)}`;
	const nested = (levels: number) => `${'['.repeat(levels)}${value(0)}${']'.repeat(levels)}`;
	const document = random.below(1000) === 0 ? nested(505 + random.below(15)) : value(4);
	return Buffer.from(`${space()}${document}${space()}`);
}

const signs = Buffer.from('{}[]:,"\\-+.eE019 \n\ttfnu\0\x1f\x7f');

/** The document, or what remains of it after up to three accidents. */
export function mutated(document: Buffer, random: Random): Buffer {
	let bytes = document;
	for (let accidents = random.below(4); accidents > 0; accidents -= 1) {
		bytes = withAccident(bytes, random);
	}
	return bytes;
}

function withAccident(bytes: Buffer, random: Random): Buffer {
	const start = random.below(bytes.length + 1);
	const end = Math.min(bytes.length, start + random.below(4));
	const [before, some, after] = [
		bytes.subarray(0, start),
		bytes.subarray(start, end),
		bytes.subarray(end),
	];
	const byte = random.below(2) === 0 ? random.below(256) : (signs[random.below(signs.length)] ?? 0);
	switch (random.below(5)) {
		case 0:
			return before;
		case 1:
			return Buffer.concat([before, after]);
		case 2:
			return Buffer.concat([before, some, some, after]);
		case 3:
			return Buffer.concat([before, Buffer.of(byte), some, after]);
		default:
			return Buffer.concat([before, Buffer.of(byte), bytes.subarray(start + 1)]);
	}
}

/** The same bytes in chunks that end anywhere. */
export function* randomChunks(bytes: Buffer, random: Random): Generator<Buffer> {
	const longest = random.pick([1, 2, 3, 7, 64]);
	for (let start = 0; start < bytes.length;) {
		const end = start + 1 + random.below(longest);
		yield bytes.subarray(start, end);
		start = end;
	}
}
