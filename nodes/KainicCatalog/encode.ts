import type { Bytes } from '../shared/n8n/binary';
import type { Content } from './upload';

/** One product of an upload. */
export interface Part {
	readonly itemIndex: number;
	readonly product: unknown;
	/** Of its JSON. */
	readonly bytes: number;
}

/** What stands around the products in a file: the brackets of an array, in an object where asked for. */
export interface Wrapping {
	readonly before: string;
	readonly after: string;
}

/** How many characters are serialised before they are sent. */
const chunkLength = 64 * 1024;

export function wrapping(key: string | undefined): Wrapping {
	if (key === undefined) return { before: '[', after: ']' };
	return { before: `{${JSON.stringify(key)}:[`, after: ']}' };
}

/** The bytes of a product as JSON. */
export function measure(product: unknown): number {
	return Buffer.byteLength(JSON.stringify(product));
}

export function wrappingBytes({ before, after }: Wrapping): number {
	return Buffer.byteLength(before + after);
}

/** A file of these products that is serialised piece by piece while it is sent. */
export function productContent(parts: readonly Part[], around: Wrapping): Content {
	const products = parts.reduce((sum, { bytes }) => sum + bytes + 1, 0);
	return {
		bytes: wrappingBytes(around) + products - 1,
		open: () => encodeProducts(parts, around),
	};
}

async function* encodeProducts(
	parts: readonly Part[],
	{ before, after }: Wrapping,
): AsyncGenerator<Bytes> {
	let text = before;
	for (const [position, { product }] of parts.entries()) {
		text += `${position === 0 ? '' : ','}${JSON.stringify(product)}`;
		if (text.length >= chunkLength) {
			yield new TextEncoder().encode(text);
			text = '';
		}
	}
	yield new TextEncoder().encode(text + after);
}

/**
 * Divides products, in their order, into groups that stay below a number of bytes; a product that is
 * too large by itself gets a group of its own.
 */
export function divide(parts: readonly Part[], limit: number): ReadonlyArray<readonly Part[]> {
	const groups: Part[][] = [];
	let bytes = Infinity;
	for (const part of parts) {
		const group = groups.at(-1);
		bytes += part.bytes + 1;
		if (group !== undefined && bytes <= limit) {
			group.push(part);
		} else {
			groups.push([part]);
			bytes = part.bytes + 1;
		}
	}
	return groups;
}
