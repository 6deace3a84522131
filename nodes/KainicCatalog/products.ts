import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { field } from '../shared/kainic/api';
import { standsForSeveral, withoutOwnFields } from '../shared/items';
import { formatNumber, idText, isPlainObject, listOf, nameOf, shortened } from '../shared/values';
import type { UploadFile } from './form';

export interface Product {
	readonly value: Readonly<Record<string, unknown>>;
	/** Bytes of its JSON. */
	readonly bytes: number;
}

export interface Content {
	/** Number of products. Repeated IDs count once; in a file, whose IDs are not kept, every product counts. */
	readonly products: number;
	/** Number of products whose ID another product already has. */
	readonly repeated: number;
	readonly firstProduct: unknown;
	/** A sentence if no product has the inferred field for its ID; otherwise empty. */
	readonly missingId: string;
	/** Of the file that they came in; empty if there is none. */
	readonly fileName: string;
	/** The file to send. `key`: the field of an object in which their array is sent. */
	file(key: string | undefined): UploadFile;
}

export const maxProductBytes = 256 * 1024;

/** Characters that are serialised before they are sent. */
const chunkLength = 64 * 1024;

/** Checks a product, and measures the JSON that is sent. Throws an InputError if JSON would change a value. */
export function measureProduct(given: unknown): Product {
	const value = checkProduct(given);
	const json = toJson(value);
	if (!json.startsWith('{"')) throw notAProduct('an empty object');
	const bytes = Buffer.byteLength(json);
	if (bytes <= maxProductBytes) return { value, bytes };
	throw new InputError(
		`The product has ${formatNumber(Math.ceil(bytes / 1024))} kB, but the limit is 256 kB.`,
		{
			code: 'too_large',
			advice:
				'Shorten the product. For example, send the address of a picture instead of the picture.',
		},
	);
}

/**
 * Returns a product without what this package added to it. Throws an InputError if it is not an object
 * with at least one field, or if it is the result of an earlier node.
 */
export function checkProduct(given: unknown): Product['value'] {
	refuseStandIn(given);
	const value = withoutOwnFields(given);
	if (!isPlainObject(value)) throw notAProduct(nameOf(value));
	if (Object.keys(value).length === 0) throw notAProduct('an empty object');
	return value;
}

/** Refuses the result of an earlier node: an error of n8n, or what Kainic Catalog outputs. */
export function refuseStandIn(json: unknown): void {
	if (standsForSeveral(json)) {
		throw new InputError(
			'The item comes from a failed upload, and contains only one product of this upload.',
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
		'Find the node that failed before this node. If products may be missing, set On Error of the failed node to Stop Workflow.',
	);
}

function isUploadResult(json: unknown): boolean {
	if (!isPlainObject(json)) return false;
	const { status, storeId, syncMode, bytes } = json;
	const isOurs = status === 'accepted' || status === 'valid';
	return isOurs && storeId !== undefined && syncMode !== undefined && typeof bytes === 'number';
}

/** A node that continues on error mixes items with only these fields into its output. */
const errorFields = new Set(['error', 'message', 'details']);

function notAProduct(found: string): InputError {
	return schemaError(
		`This is ${found}, not a product.`,
		'Remove such items before this node, for example with a Filter node. Many nodes output an empty item if they find nothing.',
	);
}

export function schemaError(
	message: string,
	advice = 'Upload a JSON array of product objects, with the encoding UTF-8.',
): InputError {
	return new InputError(message, { code: 'file_schema', advice });
}

export function hasId(product: unknown): boolean {
	return isPlainObject(product) && Object.hasOwn(product, field.itemId);
}

/** Says that no product has an ID, and which fields the first one has. */
export function missingIdText(firstProduct: unknown): string {
	const names = isPlainObject(firstProduct) ? Object.keys(firstProduct).slice(0, 5) : [];
	const shown = names.map((name) => shortened(name, 40));
	return `No product has the field ${field.itemId}. The first product has the fields: ${listOf(shown, 'and')}.`;
}

/** Products from items or JSON. They are serialised piece by piece while they are sent. */
export class ProductList implements Content {
	readonly fileName = '';

	readonly list: Product[] = [];

	private hasId = false;

	/** A number and its text are the same ID. */
	private readonly ids = new Set<string>();

	private withId = 0;

	get products(): number {
		return this.list.length - this.repeated;
	}

	get repeated(): number {
		return this.withId - this.ids.size;
	}

	get firstProduct(): unknown {
		return this.list[0]?.value;
	}

	get missingId(): string {
		return this.hasId ? '' : missingIdText(this.firstProduct);
	}

	add(product: Product): void {
		this.list.push(product);
		this.hasId ||= hasId(product.value);
		const id = idText(product.value[field.itemId]);
		if (id === null) return;
		this.withId += 1;
		this.ids.add(id);
	}

	file(key: string | undefined): UploadFile {
		const { list } = this;
		const [before, after] = key === undefined ? ['[', ']'] : [`{${JSON.stringify(key)}:[`, ']}'];
		const around = Buffer.byteLength(before + after) + list.length - 1;
		return {
			bytes: list.reduce((sum, { bytes }) => sum + bytes, around),
			open: async function* () {
				let text = before;
				for (const [position, { value }] of list.entries()) {
					text += `${position === 0 ? '' : ','}${JSON.stringify(value)}`;
					if (text.length < chunkLength) continue;
					yield new TextEncoder().encode(text);
					text = '';
				}
				yield new TextEncoder().encode(text + after);
			},
		};
	}
}
