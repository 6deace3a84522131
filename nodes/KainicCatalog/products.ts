import { pause, type Pause } from '../shared/delivery/job';
import { InputProblem } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { JsonScanner, type Scan } from './scan';

/** A file that was read to its end and found to hold products. */
export interface CheckedFile {
	readonly products: number;
	readonly bytes: number;
}

/** How much is checked before the clock is looked at. */
const sliceBytes = 128 * 1024;

/** How much of a file's beginning is looked at to say what it is instead of JSON. */
const headBytes = 512;

/**
 * Reads a file once, in constant memory, and checks that it is well-formed JSON which holds
 * products. Throws an InputProblem that says what it is instead; rejects where it cannot be read.
 */
export async function* checkFile(
	file: SourceFile,
	place: string,
	pauseIsDue: () => boolean,
): AsyncGenerator<Pause, CheckedFile> {
	const scanner = new JsonScanner();
	let head: Uint8Array = new Uint8Array();
	let bytes = 0;
	let isGood = true;
	for await (const chunk of file.open()) {
		bytes += chunk.length;
		head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
		for (let start = 0; start < chunk.length && isGood; start += sliceBytes) {
			isGood = scanner.write(chunk.subarray(start, start + sliceBytes));
			if (pauseIsDue()) yield pause;
		}
		// A broken file is read on until there is enough of it to say what it is.
		if (!isGood && head.length >= headBytes) break;
	}
	const scan = scanner.end();
	return { bytes, products: countProducts(scan, head, place) };
}

function countProducts(scan: Scan, head: Uint8Array, place: string): number {
	if (scan.kind === 'empty') throw schemaProblem(`${place} is empty.`);
	const guess = scan.kind === 'broken' || scan.root === 'other' ? guessFormat(head) : null;
	if (guess !== null) throw schemaProblem(`${place} ${guess.what}.`, guess.advice);
	if (scan.kind === 'broken') throw schemaProblem(`${place} ${scan.problem}.`);
	if (scan.root === 'other') {
		const value = Buffer.from(head).toString('utf8').trim().slice(0, 40);
		throw schemaProblem(`${place} holds only ${value}, which is no array of products.`);
	}
	if (scan.products === 0) throw schemaProblem(`${place} holds no products.`);
	return scan.products;
}

function schemaProblem(message: string, advice?: string): InputProblem {
	const code = 'file_schema';
	return new InputProblem(message, advice === undefined ? { code } : { code, advice });
}

interface Guess {
	readonly what: string;
	readonly advice: string;
}

const signatures: ReadonlyArray<Guess & { readonly bytes: readonly number[] }> = [
	{
		bytes: [0xef, 0xbb, 0xbf],
		what: 'begins with a byte order mark',
		advice: 'Save it as UTF-8 without a byte order mark (BOM).',
	},
	{ bytes: [0xff, 0xfe], what: 'is UTF-16 text', advice: 'Save it as UTF-8.' },
	{ bytes: [0xfe, 0xff], what: 'is UTF-16 text', advice: 'Save it as UTF-8.' },
	{
		bytes: [0x1f, 0x8b],
		what: 'is compressed with gzip',
		advice: 'Unpack it before this node, e.g. with the Compression node.',
	},
	{
		bytes: [0x50, 0x4b, 0x03, 0x04],
		what: 'is a ZIP archive',
		advice: 'Unpack it before this node, e.g. with the Compression node.',
	},
];

/** What a file that is no JSON array or object seems to be, by its beginning; null where one cannot tell. */
function guessFormat(head: Uint8Array): Guess | null {
	const known = signatures.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
	if (known !== undefined) return known;
	if (head[0] === 0 || head[1] === 0)
		return { what: 'is UTF-16 text', advice: 'Save it as UTF-8.' };
	const text = Buffer.from(head).toString('utf8').trimStart();
	if (text.startsWith('<')) {
		return {
			what: 'is an HTML or XML page, not JSON',
			advice: 'Look at what the node before this one really got: an error page, perhaps.',
		};
	}
	const [line = ''] = text.split(/\r?\n/);
	if (/^[[{]/.test(text) || !/[,;\t]/.test(line)) return null;
	return {
		what: 'seems to be CSV, not JSON',
		advice:
			'Read it with the Extract From File node, and upload the products with the source Input Items.',
	};
}
