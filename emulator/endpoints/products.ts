import type { Product } from '../state/records';
import { isRecord } from '../values';

/** What a file of products holds. Its schema is not documented: any objects are products. */
export type ReadProducts =
	| { type: 'products'; count: number; products: Product[] | null }
	/** Too large to be looked into. */
	| { type: 'unread' }
	| { type: 'invalid' };

/** Products of larger files are counted, but not kept, so recommendations lack their titles. */
const maxKeptBytes = 8 * 1024 * 1024;

/**
 * Reads an array of objects, or an object that holds one under any name.
 * @param file null where it was too large to be kept
 */
export function readProducts(file: Buffer | null): ReadProducts {
	if (file === null) return { type: 'unread' };
	const products = productsIn(parseJson(file));
	if (products === undefined || products.length === 0) return { type: 'invalid' };
	const kept = file.length <= maxKeptBytes ? products : null;
	return { type: 'products', count: products.length, products: kept };
}

function parseJson(file: Buffer): unknown {
	try {
		return JSON.parse(file.toString('utf8'));
	} catch {
		return undefined;
	}
}

function productsIn(content: unknown): Product[] | undefined {
	if (Array.isArray(content)) return content.every(isRecord) ? content : undefined;
	if (!isRecord(content)) return undefined;
	const wrapped: unknown = Object.values(content).find((value) => Array.isArray(value));
	return Array.isArray(wrapped) ? productsIn(wrapped) : undefined;
}
