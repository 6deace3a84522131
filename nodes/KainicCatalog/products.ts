import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import type { Bytes } from '../shared/n8n/binary';
import { isUploadResult, standsForSeveral, withoutResult } from '../shared/n8n/leftovers';
import { isPlainObject, nameOf } from '../shared/values';

/** One product of an upload, checked. */
export interface Product {
	readonly itemIndex: number;
	readonly value: unknown;
	/** Bytes of its JSON. */
	readonly bytes: number;
}

/** The text around the products: the brackets of an array, which may be inside an object. */
export interface Wrapping {
	readonly before: string;
	readonly after: string;
}

/** Characters that are serialised before they are sent. */
const chunkLength = 64 * 1024;

/**
 * Checks a product, without what this package added to it, and measures its JSON. Throws an InputError
 * if it is not an object with at least one field, if it stands for other products, or if JSON cannot
 * carry it unchanged.
 */
export function measureProduct(given: unknown, itemIndex: number): Product {
	refuseStandIn(given);
	const value = withoutResult(given);
	if (!isPlainObject(value)) throw noProduct(nameOf(value));
	if (isErrorOfNode(value)) throw noProduct('nothing but an error of a node before');
	const json = toJson(value);
	if (json === '{}') throw noProduct('an empty object');
	if (!json.startsWith('{')) throw noProduct('not an object');
	if (Object.values(value).every(Array.isArray)) throw noProduct(listsOnly);
	return { itemIndex, value, bytes: Buffer.byteLength(json) };
}

/** What a page of products is, say, that was not split into its items. */
const listsOnly = 'an object of nothing but lists (split it into products first)';

/** Throws an InputError for what this package put out in place of products: a failed upload, or its result. */
export function refuseStandIn(json: unknown): void {
	if (standsForSeveral(json)) {
		// Sent again as it is, it would be the whole catalog, or all the stock.
		throw new InputError(
			'The item is the failure of a whole upload, but holds only one of its products.',
			{
				code: 'suspicious_catalog',
				advice:
					'Send the items again that went into that upload, e.g. by running the workflow once more: this item comes from the error output of Kainic Catalog and stands for all of them.',
			},
		);
	}
	if (isUploadResult(json)) {
		throw new InputError('The item is the result of another Kainic Catalog node, not a product.', {
			code: 'suspicious_catalog',
			advice: 'Connect this node to the node that gives the products, beside the other one.',
		});
	}
}

/** Throws an InputError for an item that n8n made of an error. */
export function refuseErrorItem(json: unknown): void {
	if (!isPlainObject(json) || !isErrorOfNode(json)) return;
	throw new InputError('The item is an error of a node before, not a product.', {
		code: 'file_schema',
		advice:
			'Look at what failed before this node. If a part of the products may be missing, leave On Error of that node at Stop Workflow.',
	});
}

/** A node that continues on error hands on such items among the good ones. */
function isErrorOfNode(value: Readonly<Record<string, unknown>>): boolean {
	return Object.hasOwn(value, 'error') && Object.keys(value).every((name) => errorFields.has(name));
}

const errorFields = new Set(['error', 'message', 'details']);

/**
 * Throws an InputError for the only product of a full sync if it holds a list: it is likelier to be a
 * page of products, which would become the whole catalog.
 */
export function refusePage(value: unknown): void {
	if (!isPlainObject(value)) return;
	const list = Object.keys(value).find((name) => isList(value[name]));
	if (list === undefined) return;
	throw new InputError(
		`The only product has the list "${list}", so that it may be a page of products.`,
		{
			code: 'suspicious_catalog',
			advice: `Split "${list}" into products before this node, e.g. with a Split Out node. If it is a product, send it as an array with one object, with the source JSON.`,
		},
	);
}

function isList(value: unknown): boolean {
	return Array.isArray(value) && (value.length === 0 || value.some(isPlainObject));
}

/** Without a key the products are an array; with one, an object that holds the array under it. */
export function wrapping(key: string | undefined): Wrapping {
	if (key === undefined) return { before: '[', after: ']' };
	return { before: `{${JSON.stringify(key)}:[`, after: ']}' };
}

/** Bytes of a file of these products. */
export function productBytes(products: readonly Product[], around: Wrapping): number {
	const commas = Math.max(products.length - 1, 0);
	return products.reduce((sum, { bytes }) => sum + bytes, wrappingBytes(around) + commas);
}

/** A file of these products, serialised piece by piece while it is sent. */
export async function* streamProducts(
	products: readonly Product[],
	{ before, after }: Wrapping,
): AsyncGenerator<Bytes> {
	let text = before;
	for (const [position, { value }] of products.entries()) {
		text += `${position === 0 ? '' : ','}${JSON.stringify(value)}`;
		if (text.length >= chunkLength) {
			yield new TextEncoder().encode(text);
			text = '';
		}
	}
	yield new TextEncoder().encode(text + after);
}

/**
 * Divides products, in their order, into files of at most `limit` bytes. `tooLarge` holds those that
 * no file can hold.
 */
export function divide(
	products: readonly Product[],
	around: Wrapping,
	limit: number,
): { readonly groups: ReadonlyArray<readonly Product[]>; readonly tooLarge: readonly Product[] } {
	const room = limit - wrappingBytes(around);
	const groups: Product[][] = [];
	const tooLarge: Product[] = [];
	let used = Infinity;
	for (const product of products) {
		if (product.bytes > room) {
			tooLarge.push(product);
			continue;
		}
		used += product.bytes + 1;
		if (used <= room) {
			groups.at(-1)?.push(product);
		} else {
			groups.push([product]);
			used = product.bytes;
		}
	}
	return { groups, tooLarge };
}

function wrappingBytes({ before, after }: Wrapping): number {
	return Buffer.byteLength(before + after);
}

function noProduct(found: string): InputError {
	return new InputError(`It is ${found}, so it is no product.`, {
		code: 'file_schema',
		advice:
			'Remove such items before this node, for example with a Filter node. An empty item often stands for an empty result of the node before.',
	});
}
