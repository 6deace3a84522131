import { InputProblem } from '../shared/failure';
import type { SourceFile } from '../shared/n8n/binary';
import { withoutOutcome } from '../shared/n8n/leftovers';
import type { Setup } from '../shared/n8n/operation';
import { isPlainObject, nameOf, parseJson } from '../shared/values';

/** What one input item contributes to an upload: products, or a whole file. Not read or checked yet. */
export type Contribution =
	| { readonly kind: 'products'; readonly products: readonly unknown[] }
	| { readonly kind: 'file'; readonly file: SourceFile };

/** Gives what an item contributes. Throws an InputProblem, or n8n's error for an expression. */
export type ProductSource = (itemIndex: number) => Contribution;

const sources = ['inputItems', 'file', 'json'] as const;

export function productSource({ parameters, items, files }: Setup): ProductSource {
	switch (parameters.choice('productSource', sources)) {
		case 'inputItems':
			return (itemIndex) => ({
				kind: 'products',
				products: [withoutOutcome(items[itemIndex]?.json)],
			});
		case 'file':
			return (itemIndex) => {
				const name = parameters.id('binaryPropertyName', itemIndex, 'Input Data Field Name');
				return { kind: 'file', file: files.of(itemIndex, name) };
			};
		case 'json':
			return (itemIndex) => ({
				kind: 'products',
				products: productsOfJson(parameters.value('productsJson', itemIndex), itemIndex),
			});
	}
}

function productsOfJson(value: unknown, itemIndex: number): readonly unknown[] {
	const parsed = typeof value === 'string' ? parseJson(value, itemIndex, 'Products JSON') : value;
	if (!Array.isArray(parsed)) return [parsed];
	if (parsed.length > 0) return parsed;
	throw new InputProblem(`Item ${itemIndex}: Products JSON is an empty array.`, {
		code: 'file_schema',
	});
}

/** Throws an InputProblem for what cannot be a product: anything but an object, or an empty one. */
export function checkProduct(product: unknown, itemIndex: number): void {
	if (isPlainObject(product) && Object.keys(product).length > 0) return;
	const what = isPlainObject(product) ? 'an empty object' : nameOf(product);
	throw new InputProblem(`Item ${itemIndex} is ${what}, so it is no product.`, {
		code: 'file_schema',
		advice:
			'Leave such items out before this node, e.g. with a Filter node. An empty item often stands for an empty result of the node before.',
	});
}
