import type { SourceFile } from './binary';
import { pause } from '../shared/pause';
import { isPlainObject, shortened } from '../shared/values';
import { type List, ListReader } from './list-reader';
import { checkProduct, hasId, missingIdText, schemaError, type Content } from './products';

/** How the file is called in messages, without an article. */
export function nameOfFile({ name }: Pick<SourceFile, 'name'>): string {
	return name === '' ? 'file' : `file "${name}"`;
}

/**
 * Reads a file once, in constant memory, and checks the whole file and each product. `productsField` is
 * the path of the list with the products, if the file is an object. Throws an InputError that says what
 * is wrong, and at which product; rejects if the file cannot be read.
 */
export async function checkFile(
	file: Pick<SourceFile, 'name' | 'open'>,
	productsField: string | undefined,
	check: (product: unknown) => void = checkProduct,
): Promise<Content> {
	const what = nameOfFile(file);
	const reader = new ListReader(what, (product, list) => {
		check(product);
		list.first ??= product;
		list.hasId ||= hasId(product);
	});
	let bytes = 0;
	for await (const chunk of file.open()) {
		if (bytes === 0) refuseFormat(chunk, what);
		bytes += chunk.length;
		reader.write(chunk);
		await pause();
	}
	const list = chooseList(reader.lists, reader.end(), what, productsField);
	if (list.problem !== null) throw list.problem;
	if (list.elements === 0) throw schemaError(`The ${what} has no products.`);
	return {
		products: list.elements,
		repeated: 0,
		firstProduct: list.first,
		missingId: list.hasId ? '' : missingIdText(list.first),
		fileName: file.name,
		file: () => ({ bytes, open: (signal) => file.open(signal) }),
	};
}

/** File formats that are not JSON, recognised by their first bytes (read as latin1). */
const formats = [
	{
		start: /^\xef\xbb\xbf/,
		is: 'begins with an invisible byte order mark (BOM)',
		advice: 'Save the file with the encoding UTF-8 without BOM.',
	},
	{
		start: /^(?:\xff\xfe|\xfe\xff|.?\0)/,
		is: 'has the encoding UTF-16',
		advice: 'Save the file with the encoding UTF-8.',
	},
	{
		start: /^(?:.\x8b|PK[^ -~]{2})/,
		is: 'is compressed (gzip or ZIP)',
		advice: 'To unpack the file, add a Compression node before this node.',
	},
	{
		start: /^\s*</,
		is: 'is an HTML or XML page, not JSON',
		advice: 'Check the node that gets the file. The file may be an error page.',
	},
	{
		start: /^\s*"\s*[[{]/,
		is: 'was converted to JSON twice: its content is a text in quotation marks',
		advice:
			'Convert the products to JSON only once. If a value is already JSON text, do not use JSON.stringify.',
	},
	{
		start: /^\s*[^\s[{][^\r\n]*[,;\t]/,
		is: 'seems to be CSV, not JSON',
		advice:
			'Add an Extract from File node before this node, and check its option Delimiter. Then set Product Source to Input Items.',
	},
	{ start: /^\s*[^\s[{]/, is: 'is not a JSON array or object', advice: undefined },
];

function refuseFormat(chunk: Uint8Array, what: string): void {
	const head = Buffer.from(chunk.subarray(0, 512)).toString('latin1');
	const found = formats.find(({ start }) => start.test(head));
	if (found !== undefined) throw schemaError(`The ${what} ${found.is}.`, found.advice);
}

/** The list with the products: the whole file, or the one that Products Field names. */
function chooseList(
	lists: readonly List[],
	outside: unknown,
	what: string,
	productsField: string | undefined,
): List {
	const found = new Map(findLists(outside));
	const list = lists[found.get(productsField) ?? -1];
	if (list !== undefined) return list;
	const paths = [...found.keys()].slice(0, 5).map((path = '') => `"${shortened(path, 100)}"`);
	const listed = `The file has the lists: ${[...paths, ...(found.size > 5 ? ['and others'] : [])].join(', ')}.`;
	const none =
		'Check the node that gets the file. The file has no lists, and may be an error message.';
	throw schemaError(
		productsField === undefined
			? `The ${what} is an object, not an array of products.`
			: `Products Field is "${productsField}", but the ${what} has no list with this name.`,
		found.size === 0
			? none
			: `Enter the name of the list with the products in Products Field under Options. ${listed}`,
	);
}

/**
 * The numbers of the lists in a value that the reader gives, by their paths: names joined by dots;
 * undefined for the outermost value. Of a field that is there twice the last one counts, as for JSON.parse.
 */
function findLists(value: unknown, path?: string): Array<[path: string | undefined, list: number]> {
	if (Array.isArray(value)) return [[path, Number(value[0])]];
	if (!isPlainObject(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		findLists(inner, path === undefined ? name : `${path}.${name}`),
	);
}
