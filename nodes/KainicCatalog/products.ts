import { InputError } from '../shared/failure';
import { withoutAddedFields } from '../shared/items';
import { refuseLoss } from '../shared/json';
import { field, type Fields } from '../shared/kainic/api';
import { idText, isAbsent, isPlainObject, listOf, nameOf, shortened } from '../shared/values';

/** JSON text is converted to bytes when it has this many characters. */
const pieceLength = 64 * 1024;

/**
 * Returns a product without the fields that this package added. Throws an InputError if `input` is not a valid
 * product. `needsId`: the product must have an ID. `isSentAsWritten`: numbers are not checked, because the product comes
 * from a file that is sent unchanged.
 */
function checkProduct(input: unknown, needsId: boolean, isSentAsWritten: boolean): Fields {
	refuseErrorItem(input);
	const product = withoutAddedFields(input);
	if (!isPlainObject(product)) throw notAProduct(nameOf(product));
	if (Object.keys(product).length === 0) throw notAProduct('an empty object');
	refuseLoss(product, isSentAsWritten);
	if (needsId) refuseEmptyId(product);
	return product;
}

/**
 * Throws an InputError for an item that failed in an earlier node, because products or their fields may be missing. Such
 * an item can look like a product: on the error branch, n8n adds all fields of the input item.
 */
export function refuseErrorItem(json: unknown): void {
	const error = isPlainObject(json) ? json.error : undefined;
	if (!isPlainObject(error) && (typeof error !== 'string' || error === '')) return;
	throw schemaError(
		'The item has a field "error", so an earlier node probably failed for this item.',
		"Connect only the success branch of the earlier node to this node. If no product may be missing, set 'On Error' of the earlier node to 'Stop Workflow'. If your products have a field \"error\" of their own, rename or remove this field with an Edit Fields node.",
	);
}

/** Kainic could not distinguish products with an empty ID. The cause may be a wrong name in an Edit Fields node. */
function refuseEmptyId(product: Fields): void {
	const id = product[field.itemId];
	if (!isAbsent(id) && !(typeof id === 'string' && id.trim() === '')) return;
	throw schemaError(
		`The field ${field.itemId} of the product is ${hasId(product) ? 'empty' : 'missing'}.`,
		`Fill in ${field.itemId} before this node, or remove the item if it is not a product. If an Edit Fields node sets ${field.itemId}, check its expression.`,
	);
}

export function hasId(product: unknown): boolean {
	return isPlainObject(product) && Object.hasOwn(product, field.itemId);
}

function notAProduct(what: string): InputError {
	return schemaError(
		`This is ${what}, not a product.`,
		'Remove such items before this node, for example with a Filter node. Many nodes output an empty item if they find nothing.',
	);
}

export function schemaError(
	message: string,
	advice = 'Upload a JSON array of product objects, with the encoding UTF-8.',
): InputError {
	return new InputError(message, { code: 'file_schema', advice });
}

/** Counts the products of one upload, and keeps their JSON. For a file, the list only counts. */
export class ProductList {
	firstProduct: Fields | undefined;

	private length = 0;

	private withId = 0;

	/** IDs as text: a number and its text are the same ID. */
	private readonly ids = new Set<string>();

	private readonly pieces: Array<Uint8Array<ArrayBuffer>> = [];

	private text = '';

	/** `hasIds`: some products have the inferred ID field. Then each product needs an ID. */
	constructor(private readonly hasIds: boolean) {}

	/** Number of products. Products with the same ID count once. */
	get products(): number {
		return this.length - this.repeated;
	}

	/** Number of products whose ID another product already has. */
	get repeated(): number {
		return this.withId - this.ids.size;
	}

	/** A sentence if no product has the inferred ID field; otherwise empty. */
	get missingId(): string {
		if (this.hasIds) return '';
		const keys = Object.keys(this.firstProduct ?? {}).slice(0, 5);
		const names = keys.map((name) => shortened(name, 40));
		return `No product has the field ${field.itemId}. The first product has the fields: ${listOf(names, 'and')}.`;
	}

	/** Counts a product of a file that is sent unchanged. Throws an InputError if it is not a valid product. */
	count(input: unknown): void {
		this.note(checkProduct(input, this.hasIds, true));
	}

	/** Counts a product, and keeps its JSON. Throws an InputError if it is not a valid product. */
	add(input: unknown): void {
		const product = checkProduct(input, this.hasIds, false);
		const json = JSON.stringify(product);
		// JSON leaves out fields without a value, and dates are text.
		if (!json.startsWith('{"')) throw notAProduct('an empty object');
		this.text += this.length === 0 ? json : `,${json}`;
		this.note(product);
		if (this.text.length >= pieceLength) this.keepText();
	}

	/** The products as a JSON array. */
	toJson(): Blob {
		this.keepText();
		return new Blob(['[', ...this.pieces, ']']);
	}

	private note(product: Fields): void {
		this.firstProduct ??= product;
		this.length += 1;
		const id = idText(product[field.itemId]);
		if (id === null) return;
		this.withId += 1;
		this.ids.add(id);
	}

	private keepText(): void {
		this.pieces.push(new TextEncoder().encode(this.text));
		this.text = '';
	}
}
