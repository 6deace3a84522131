import type { TimeSlice } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { field } from '../shared/kainic/api';
import type { Bytes } from '../shared/n8n/binary';
import { isUploadResult, standsForSeveral, withoutResult } from '../shared/n8n/leftovers';
import { idText, isPlainObject, nameOf } from '../shared/values';

/** One product of an upload, checked. */
export interface Product {
	readonly itemIndex: number;
	readonly value: Readonly<Record<string, unknown>>;
	/** Bytes of its JSON. */
	readonly bytes: number;
}

/** The text before and after the products: the brackets of an array, which may be inside an object. */
export type Wrapping = readonly [before: string, after: string];

/** Characters that are serialised before they are sent. */
const chunkLength = 64 * 1024;

/**
 * Checks a product, without what this package added to it, and measures its JSON. Throws an InputError
 * if it is not an object with at least one field, if it stands in place of products, or if JSON cannot
 * carry it unchanged.
 */
export function measureProduct(given: unknown, itemIndex: number): Product {
	refuseStandIn(given);
	const value = withoutResult(given);
	if (!isPlainObject(value)) throw notAProduct(nameOf(value));
	const json = toJson(value);
	if (json === '{}') throw notAProduct('an empty object');
	if (!json.startsWith('{')) throw notAProduct('not an object');
	return { itemIndex, value, bytes: Buffer.byteLength(json) };
}

/**
 * Throws an InputError for what stands in place of products: an error of n8n, or what Kainic Catalog
 * put out.
 */
export function refuseStandIn(json: unknown): void {
	if (standsForSeveral(json)) {
		throw new InputError(
			'The item is the failure of a whole upload, with only one product of it.',
			{
				code: 'suspicious_catalog',
				advice:
					'Send the items again that went into that upload, e.g. by running the workflow once more.',
			},
		);
	}
	if (isUploadResult(json)) {
		throw new InputError('The item is the result of another Kainic Catalog node, not a product.', {
			code: 'suspicious_catalog',
			advice: 'Connect this node to the node that gives the products, beside the other one.',
		});
	}
	const rest = withoutResult(json);
	if (!isPlainObject(rest) || !('error' in rest)) return;
	if (!Object.keys(rest).every((name) => errorFields.has(name))) return;
	throw new InputError('The item is an error of a node before, not a product.', {
		code: 'file_schema',
		advice:
			'Look at what failed before this node. If products may be missing, leave On Error of that node at Stop Workflow.',
	});
}

/** A node that continues on error hands on items with nothing but these among the good ones. */
const errorFields = new Set(['error', 'message', 'details']);

function notAProduct(found: string): InputError {
	return new InputError(`It is ${found}, so it is not a product.`, {
		code: 'file_schema',
		advice:
			'Remove such items before this node, for example with a Filter node. An empty item often stands for an empty result of the node before.',
	});
}

/** The number of products with the ID of an earlier one. A number and its text are the same ID. */
export async function countRepeated(
	products: readonly Product[],
	timeSlice: TimeSlice,
): Promise<number> {
	const known = new Set<string>();
	let repeated = 0;
	for (const { value } of products) {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		const id = idText(value[field.itemId]);
		if (id === null) continue;
		if (known.has(id)) repeated += 1;
		else known.add(id);
	}
	return repeated;
}

/** Without a key the products are an array; with one, an object that holds the array under it. */
export function wrapping(key: string | undefined): Wrapping {
	return key === undefined ? ['[', ']'] : [`{${JSON.stringify(key)}:[`, ']}'];
}

/** Bytes of a file of these products. */
export function productBytes(products: readonly Product[], around: Wrapping): number {
	const commas = Math.max(products.length - 1, 0);
	return products.reduce((sum, { bytes }) => sum + bytes, wrappingBytes(around) + commas);
}

/** A file of these products, serialised piece by piece while it is sent. */
export async function* streamProducts(
	products: readonly Product[],
	[before, after]: Wrapping,
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
 * Divides products, in their order, into groups that fit in files of `limit` bytes. A product that fits
 * in none is a group of its own.
 */
export function divide(
	products: readonly Product[],
	around: Wrapping,
	limit: number,
): ReadonlyArray<readonly Product[]> {
	const room = limit - wrappingBytes(around);
	const groups: Product[][] = [];
	let group: Product[] = [];
	let used = Infinity;
	for (const product of products) {
		if (product.bytes > room) {
			groups.push([product]);
			continue;
		}
		used += product.bytes + 1;
		if (used > room) {
			group = [];
			groups.push(group);
			used = product.bytes;
		}
		group.push(product);
	}
	return groups;
}

function wrappingBytes([before, after]: Wrapping): number {
	return Buffer.byteLength(before + after);
}
