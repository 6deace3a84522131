import type { Bytes } from '../shared/n8n/binary';
import { withoutResult } from '../shared/n8n/leftovers';
import { jsonOfProduct, refuseStandIn } from './refusals';

/** One product of an upload, checked. */
export interface Product {
	readonly itemIndex: number;
	/** Whether it stood in a list, or was given by itself. */
	readonly givenAs: 'item' | 'list';
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
export function measureProduct(
	given: unknown,
	itemIndex: number,
	givenAs: Product['givenAs'],
): Product {
	refuseStandIn(given);
	const value = withoutResult(given);
	return { itemIndex, givenAs, value, bytes: Buffer.byteLength(jsonOfProduct(value)) };
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
