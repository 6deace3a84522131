import { InputError } from '../shared/failure';
import type { Yielder } from '../shared/event-loop';
import { toJson } from '../shared/json';
import { field } from '../shared/kainic/api';
import { standsForSeveral, withoutOwnFields } from '../shared/items';
import { formatNumber, idText, isPlainObject, listOf, nameOf, shortened } from '../shared/values';
import type { UploadFile } from './form';

/** One product of an upload, checked. */
export interface Product {
	readonly itemIndex: number;
	readonly value: Readonly<Record<string, unknown>>;
	/** Bytes of its JSON. */
	readonly bytes: number;
}

/** How many products an upload has. */
export interface ProductCount {
	/** Those with the same ID count once, unless they are in a file, whose IDs are not kept. */
	readonly products: number;
	/** How many more there are, with the ID of an earlier one. */
	readonly repeated: number;
	/** Says that no product has the inferred field for its ID; empty if one has it. */
	readonly missingId: string;
}

export const maxProductBytes = 256 * 1024;

/** Characters that are serialised before they are sent. */
const chunkLength = 64 * 1024;

/**
 * Checks a product, without what this package added to it, and measures its JSON. Throws an InputError
 * also for what JSON cannot carry unchanged.
 */
export function measureProduct(given: unknown, itemIndex: number): Product {
	const value = checkProduct(given);
	const json = toJson(value);
	if (!json.startsWith('{"')) throw notAProduct('a value without fields');
	const bytes = Buffer.byteLength(json);
	if (bytes <= maxProductBytes) return { itemIndex, value, bytes };
	throw new InputError(`The product has ${formatNumber(bytes)} bytes, but the limit is 256 kB.`, {
		code: 'too_large',
		advice:
			'Shorten the product. For example, send the address of a picture instead of the picture.',
	});
}

/**
 * Returns a product without what this package added to it. Throws an InputError if it is not an object
 * with at least one field, or if it stands in place of products.
 */
export function checkProduct(given: unknown): Product['value'] {
	refuseStandIn(given);
	const value = withoutOwnFields(given);
	if (!isPlainObject(value)) throw notAProduct(nameOf(value));
	if (Object.keys(value).length === 0) throw notAProduct('an empty object');
	return value;
}

/**
 * Throws an InputError for what stands in place of products: an error of n8n, or what Kainic Catalog
 * put out.
 */
export function refuseStandIn(json: unknown): void {
	if (standsForSeveral(json)) {
		throw new InputError(
			'The item is the result of a failed upload and has only one of its products.',
			{
				code: 'suspicious_catalog',
				advice: 'Run the workflow again, so that all products of the failed upload are sent.',
			},
		);
	}
	if (isUploadResult(json)) {
		throw new InputError('The item is the result of another Kainic Catalog node, not a product.', {
			code: 'suspicious_catalog',
			advice: 'Connect this node directly to the node that outputs the products.',
		});
	}
	const rest = withoutOwnFields(json);
	if (!isPlainObject(rest) || !('error' in rest)) return;
	if (!Object.keys(rest).every((name) => errorFields.has(name))) return;
	throw schemaError(
		'The item is an error of an earlier node, not a product.',
		'Find the node that failed before this node. If products may be missing, set On Error of that node to Stop Workflow.',
	);
}

/** True for what Kainic Catalog puts out for an upload. */
function isUploadResult(json: unknown): boolean {
	if (!isPlainObject(json)) return false;
	const { status, storeId, syncMode, bytes } = json;
	const isOurs = status === 'accepted' || status === 'valid';
	return isOurs && storeId !== undefined && syncMode !== undefined && typeof bytes === 'number';
}

/** A node that continues on error hands on items with nothing but these among the good ones. */
const errorFields = new Set(['error', 'message', 'details']);

function notAProduct(found: string): InputError {
	return schemaError(
		`Found ${found} instead of a product.`,
		'Remove such items before this node, for example with a Filter node. A node that finds nothing often outputs an empty item.',
	);
}

/** An error for what does not hold products. */
export function schemaError(
	message: string,
	advice = 'Upload one JSON array of product objects, in UTF-8.',
): InputError {
	return new InputError(message, { code: 'file_schema', advice });
}

/** Names of the first product's fields, as long as no product had the inferred field for its ID; then null. */
export type FieldsWithoutId = readonly string[] | null | undefined;

/** Goes on with a product. */
export function lookForId(before: FieldsWithoutId, value: unknown): FieldsWithoutId {
	if (before === null || !isPlainObject(value) || Object.hasOwn(value, field.itemId)) return null;
	return before ?? Object.keys(value).slice(0, 5);
}

/** Says that no product has the inferred field for its ID; empty if one has it. */
export function missingIdText(fields: FieldsWithoutId): string {
	if (fields === null || fields === undefined) return '';
	const names = fields.map((name) => shortened(name, 40));
	return `No product has ${field.itemId}. The first product has: ${listOf(names, 'and')}.`;
}

/** The number of products with the ID of an earlier one. A number and its text are the same ID. */
export async function countRepeated(
	products: readonly Product[],
	yielder: Yielder,
): Promise<number> {
	const known = new Set<string>();
	let repeated = 0;
	for (const { value } of products) {
		await yielder.pause();
		const id = idText(value[field.itemId]);
		if (id === null) continue;
		if (known.has(id)) repeated += 1;
		known.add(id);
	}
	return repeated;
}

/**
 * A file of these products: their array, or an object that holds it under `key`. It is serialised piece
 * by piece while it is sent.
 */
export function fileOfProducts(products: readonly Product[], key: string | undefined): UploadFile {
	const [before, after] = key === undefined ? ['[', ']'] : [`{${JSON.stringify(key)}:[`, ']}'];
	const around = Buffer.byteLength(before + after) + Math.max(products.length - 1, 0);
	return {
		bytes: products.reduce((sum, { bytes }) => sum + bytes, around),
		open: async function* () {
			let text = before;
			for (const [position, { value }] of products.entries()) {
				text += `${position === 0 ? '' : ','}${JSON.stringify(value)}`;
				if (text.length < chunkLength) continue;
				yield new TextEncoder().encode(text);
				text = '';
			}
			yield new TextEncoder().encode(text + after);
		},
	};
}
