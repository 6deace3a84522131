/** What a file seems to be in place of JSON. */
export interface FileFormat {
	readonly what: string;
	readonly advice: string;
}

const unpack = 'Unpack it before this node, for example with the Compression node.';

/** By how a file begins, each byte as a character. */
const formats: ReadonlyArray<FileFormat & { readonly start: RegExp | string }> = [
	{
		start: '\xef\xbb\xbf',
		what: 'begins with a byte order mark',
		advice: 'Save it as UTF-8 without a byte order mark (BOM).',
	},
	{ start: /^(?:\xff\xfe|\xfe\xff)/, what: 'is UTF-16 text', advice: 'Save it as UTF-8.' },
	{ start: '\x1f\x8b', what: 'is compressed with gzip', advice: unpack },
	{ start: 'PK\x03\x04', what: 'is a ZIP archive', advice: unpack },
	{
		start: /^\s*</,
		what: 'is an HTML or XML page, not JSON',
		advice: 'Check what the node before this one received. It may be an error page.',
	},
	{
		start: /^\s*"\s*[[{]/,
		what: 'is JSON inside a JSON text: it was encoded twice',
		advice: 'Encode the products once. A text that is JSON already needs no JSON.stringify.',
	},
	{
		start: /^[^[{\r\n]*[,;\t]/,
		what: 'seems to be CSV, not JSON',
		advice:
			'Read it with the Extract From File node, and upload the products with the source Input Items.',
	},
];

/** Recognises the format by the first bytes of a file; undefined if it may be broken JSON. */
export function formatOf(head: Uint8Array): FileFormat | undefined {
	const text = Buffer.from(head).toString('latin1');
	return formats.find(({ start }) =>
		typeof start === 'string' ? text.startsWith(start) : start.test(text),
	);
}
