/** What a file seems to be that is not the JSON of products. */
export interface Guess {
	readonly what: string;
	readonly advice: string;
}

const saveAsUtf8 = 'Save it as UTF-8.';
const unpack = 'Unpack it before this node, for example with the Compression node.';

const signatures: ReadonlyArray<Guess & { readonly bytes: readonly number[] }> = [
	{
		bytes: [0xef, 0xbb, 0xbf],
		what: 'begins with a byte order mark',
		advice: 'Save it as UTF-8 without a byte order mark (BOM).',
	},
	{ bytes: [0xff, 0xfe], what: 'is UTF-16 text', advice: saveAsUtf8 },
	{ bytes: [0xfe, 0xff], what: 'is UTF-16 text', advice: saveAsUtf8 },
	{ bytes: [0x1f, 0x8b], what: 'is compressed with gzip', advice: unpack },
	{ bytes: [0x50, 0x4b, 0x03, 0x04], what: 'is a ZIP archive', advice: unpack },
];

/** Guesses the format from the beginning of a file; null if it may be broken JSON. */
export function guessFormat(head: Uint8Array): Guess | null {
	const known = signatures.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
	if (known !== undefined) return known;
	if (head[0] === 0 || head[1] === 0) return { what: 'is UTF-16 text', advice: saveAsUtf8 };
	return guessText(Buffer.from(head).toString('utf8').trimStart());
}

function guessText(text: string): Guess | null {
	if (text.startsWith('<')) {
		return {
			what: 'is an HTML or XML page, not JSON',
			advice: 'Check what the node before this one received. It may be an error page.',
		};
	}
	if (/^"\s*[[{]/.test(text)) {
		return {
			what: 'is JSON inside a JSON text: it was encoded twice (at byte 0)',
			advice: 'Encode the products once. A text that is JSON already needs no JSON.stringify.',
		};
	}
	const [line = ''] = text.split(/\r?\n/);
	if (/^[[{"\u201c\u201d]/.test(text) || !/[,;\t]/.test(line)) return null;
	return {
		what: 'seems to be CSV, not JSON',
		advice:
			'Read it with the Extract From File node, and upload the products with the source Input Items.',
	};
}
