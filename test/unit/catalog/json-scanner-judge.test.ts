import { JsonScanner, type Scan } from '../../../nodes/KainicCatalog/json-scanner';
import { mutated, randomChunks, randomDocument, randomOf } from './random-json';

/**
 * `SCANNER_DOCUMENTS=10000000 npx jest --selectProjects unit -- json-scanner-judge` takes about
 * twenty minutes.
 */
const documents = Number(process.env['SCANNER_DOCUMENTS'] ?? 50_000);

const seed = Number(process.env['SCANNER_SEED'] ?? 1);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

test(
	`the scanner says of ${documents} random and damaged documents what JSON.parse says`,
	() => {
		const random = randomOf(seed);
		const seen = { json: 0, refused: 0, tooDeep: 0 };
		for (let number = 0; number < documents; number += 1) {
			const bytes = mutated(randomDocument(random), random);
			const whole = scan([bytes]);
			const inChunks = scan(randomChunks(bytes, random));
			const parsed = parse(bytes);
			const isTooDeep = whole.kind === 'broken' && whole.problem.startsWith('is nested deeper');
			const same =
				withoutWords(inChunks) === withoutWords(whole) &&
				(isTooDeep ? opens(bytes) > 512 : agrees(whole, parsed));
			if (!same) {
				const shown = JSON.stringify({ whole, inChunks, parsed, hex: bytes.toString('hex') });
				throw new Error(`Document ${number} of seed ${seed}: ${shown}`);
			}
			seen[isTooDeep ? 'tooDeep' : parsed === undefined ? 'refused' : 'json'] += 1;
		}
		// The three kinds are all there, so the judge had something to judge.
		for (const count of Object.values(seen)) expect(count).toBeGreaterThan(documents / 10_000);
	},
	documents * 5 + 60_000,
);

function scan(chunks: Iterable<Uint8Array>): Scan {
	const scanner = new JsonScanner();
	for (const chunk of chunks) if (!scanner.write(chunk)) break;
	return scanner.end();
}

/** A hint at a curly quote is not given if a chunk ends inside of it; the place is always told. */
function withoutWords(found: Scan): string {
	if (found.kind !== 'broken') return JSON.stringify(found);
	return String(found.problem.match(/\d[\d,]*/g));
}

/** Undefined if it is no JSON in UTF-8. */
function parse(bytes: Buffer): { readonly value: unknown } | undefined {
	try {
		return { value: JSON.parse(decoder.decode(bytes)) };
	} catch {
		return undefined;
	}
}

/** Also of how many elements an outermost array has, and of how many of them are objects. */
function agrees(found: Scan, parsed: { readonly value: unknown } | undefined): boolean {
	if (found.kind !== 'json') return parsed === undefined;
	if (parsed === undefined) return false;
	const { value } = parsed;
	if (!Array.isArray(value)) return found.root === (isObject(value) ? 'object' : 'other');
	const objects = value.filter((element) => isObject(element)).length;
	const expected = [{ path: [], elements: value.length, objects }];
	const seen = found.arrays.map(({ path, elements, objects: count }) => ({
		path,
		elements,
		objects: count,
	}));
	return found.root === 'array' && JSON.stringify(seen) === JSON.stringify(expected);
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Brackets that open: an upper limit of the depth. */
function opens(bytes: Buffer): number {
	return bytes.filter((byte) => byte === 0x5b || byte === 0x7b).length;
}
