import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/operation';
import { isPlainObject, nameOf, shortened } from '../shared/values';
import { schemaError } from './products';
import { maxBytes, tooLarge, type Settings } from './settings';

/** A file with products, read and parsed. */
interface ProductFile {
	readonly content: Blob;
	/** The entries of the list of products, unchecked. */
	readonly list: readonly unknown[];
	/** The name of the file in messages, without an article. */
	readonly what: string;
}

/**
 * Reads the file of an item. Throws an InputError if there is no such file, if it is larger than the limit, or if it
 * has no list of products.
 */
export async function readFile(
	{ context, items, parameters }: RunContext,
	index: number,
	settings: Settings,
): Promise<ProductFile> {
	const item = parameters.at(index);
	const productsField = item.text('options.productsField');
	const file = fileOf(items[index], item.id('binaryPropertyName'));
	const what = isNamed(file) ? `file "${file.fileName}"` : 'file';
	const refuseLarge = (size: number): void => {
		if (size > maxBytes) throw tooLarge(size, settings, `request with the ${what}`);
	};
	let bytes: Buffer;
	try {
		refuseLarge(await sizeOf(context, file));
		bytes = await context.helpers.getBinaryDataBuffer(index, file);
	} catch (error) {
		throw error instanceof InputError ? error : unreadable(error);
	}
	refuseLarge(bytes.length);
	const content = new Blob([new Uint8Array(bytes)]);
	return { content, list: findList(parseFile(bytes, what), productsField, what), what };
}

/** The size of a file that was not read yet; 0 if unknown. */
async function sizeOf({ helpers }: IExecuteFunctions, { id, data }: IBinaryData): Promise<number> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	return (await helpers.getBinaryMetadata(id)).fileSize ?? 0;
}

function isNamed({ fileName = '' }: IBinaryData): boolean {
	return fileName !== '';
}

function fileOf(item: INodeExecutionData | undefined, fieldName: string): IBinaryData {
	const binary = item?.binary ?? {};
	const file = Object.hasOwn(binary, fieldName) ? binary[fieldName] : undefined;
	if (file !== undefined) return file;
	const problem = `The item has no binary field "${fieldName}".`;
	const names = Object.keys(binary).map((name) => `"${name}"`);
	if (names.length > 0) {
		throw new InputError(`${problem} Its binary fields are: ${names.join(', ')}.`, {
			code: 'no_file',
			advice: "Enter one of these names in 'Input Data Field Name'.",
		});
	}
	throw new InputError(`${problem} The item has no binary data.`, {
		code: 'no_file',
		advice:
			"Before this node, add a node that outputs a file, e.g. HTTP Request with 'Response Format' set to 'File', or Read/Write Files from Disk.",
	});
}

function unreadable(error: unknown): InputError {
	const reason = error instanceof Error ? error.message : String(error);
	return new InputError(`The file cannot be read: ${reason}`, { code: 'no_file' });
}

function parseFile(bytes: Buffer, what: string): unknown {
	let problem: unknown;
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
	} catch (error) {
		problem = error;
	}
	const text = bytes.toString('latin1');
	const format = formats.find(({ pattern }) => pattern.test(text));
	if (format !== undefined) throw schemaError(`The ${what} ${format.is}.`, format.advice);
	if (!(problem instanceof SyntaxError)) {
		throw schemaError(`The ${what} ${notUtf8.is}.`, notUtf8.advice);
	}
	throw schemaError(
		`The ${what} is not valid JSON: ${problem.message.replace(/(\.\.\.)? is not valid JSON$/, '')}.`,
		'Check the node that gets the file. The file may be empty or incomplete.',
	);
}

const extract = (operation: string) =>
	`Add an Extract from File node with the operation '${operation}' before this node. Then set 'Source' to 'Input Items'.`;
const decompress = 'Add a Compression node before this node.';

const notUtf8 = {
	is: 'is not text with the encoding UTF-8',
	advice: 'Save the file with the encoding UTF-8.',
};

/** Formats that users upload instead of JSON. A character is a byte of the file. The patterns take linear time. */
const formats = [
	{
		pattern: /^PK\p{Cc}{2}[^]*\[Content_Types\]\.xml/u,
		is: 'is an Excel file (XLSX), not JSON',
		advice: extract('Extract From XLSX'),
	},
	{ pattern: /^PK(?!\r)\p{Cc}{2}/u, is: 'is a ZIP file, not JSON', advice: decompress },
	{ pattern: /^\p{Cc}\x8b/u, is: 'is compressed (gzip)', advice: decompress },
	{
		pattern: /^\xef\xbb\xbf/,
		is: 'begins with an invisible byte order mark (BOM)',
		advice: 'Save the file with the encoding UTF-8 without BOM.',
	},
	// UTF-16: a byte order mark, or each second byte is 0.
	{ pattern: /^(?:\xff\xfe|\xfe\xff|[^]?\0)/, ...notUtf8 },
	{
		pattern: /^\s*</,
		is: 'is an HTML or XML page, not JSON',
		advice: 'Check the node that gets the file. The file may be a page that reports a problem.',
	},
	{
		pattern: /^\s*\{.*\}[ \t\r]*\n\s*\{/,
		is: 'has one JSON object in each line (JSON Lines), not a list of products',
		advice: 'Save the products as one JSON array: [{…}, {…}].',
	},
	{
		pattern: /^\s*[^\s[{][^\r\n]*[,;\t|]/,
		is: 'seems to be CSV, not JSON',
		advice: `${extract('Extract From CSV')} If the columns are not separated by commas, set the option 'Delimiter'.`,
	},
];

/** The list of the products: the whole file, or the list at the path in Products Field. */
function findList(
	value: unknown,
	productsField: string | undefined,
	what: string,
): readonly unknown[] {
	const list = listAt(value, productsField ?? '');
	if (list !== undefined && list.length > 0) return list;
	if (list !== undefined) throw schemaError(`The ${what} has no products.`);
	const paths = listsIn(value, 6).map((path) => `"${shortened(path, 100)}"`);
	const others = paths.splice(5).map(() => 'and others');
	throw schemaError(
		productsField === undefined
			? `The ${what} is ${nameOf(value)}, not an array of products.`
			: `'Products Field' is "${productsField}", but the ${what} has no list with this name.`,
		paths.length === 0
			? 'Check the node that gets the file. The file has no lists, and may report a problem instead.'
			: `Enter the name of the list with the products in 'Products Field' under 'Options'. The file has the lists: ${[...paths, ...others].join(', ')}.`,
	);
}

/** The list at a path. A path is names joined by dots, and a name may have dots, too. */
function listAt(value: unknown, path: string): readonly unknown[] | undefined {
	if (path === '') return Array.isArray(value) ? value : undefined;
	if (!isPlainObject(value)) return undefined;
	for (const [name, inner] of Object.entries(value)) {
		if (path !== name && !path.startsWith(`${name}.`)) continue;
		const list = listAt(inner, path.slice(name.length + 1));
		if (list !== undefined) return list;
	}
	return undefined;
}

/** The paths of the first lists of a file that are not inside other lists. */
function listsIn(root: unknown, count: number): readonly string[] {
	const lists: string[] = [];
	const entries: Array<readonly [path: string, value: unknown]> = [['', root]];
	// The loop also visits the entries that it adds. Recursion could overflow the stack.
	for (const [path, value] of entries) {
		if (path !== '' && Array.isArray(value)) lists.push(path);
		if (lists.length === count) break;
		if (!isPlainObject(value)) continue;
		for (const [name, inner] of Object.entries(value)) {
			entries.push([path === '' ? name : `${path}.${name}`, inner]);
		}
	}
	return lists;
}
