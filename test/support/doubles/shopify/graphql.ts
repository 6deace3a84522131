import { isObject, type JsonObject } from '../../../../tools/n8n/json';
import type { ShopAnswer } from '../server/server';
import type { ShopifyVariant } from './fixtures';

/** Fields of a selection, with those below them. */
interface Selection {
	readonly [field: string]: Selection;
}

/** Answers a query for pages of variants as the GraphQL Admin API does: failures too come under 200. */
export function answerQuery(body: string, variants: readonly ShopifyVariant[]): ShopAnswer {
	const request: unknown = JSON.parse(body);
	const { query, variables } = isObject(request) ? request : {};
	if (typeof query !== 'string') return failure('Parameter Missing or Invalid');
	const after = isObject(variables) ? (variables['after'] ?? null) : null;
	const first = Number(/productVariants\(first: (\d+)/.exec(query)?.[1]);
	if (!(first >= 1 && first <= 250)) return failure('first must be between 1 and 250');
	const start = after === null ? 0 : Number(/^cursor-(\d+)$/.exec(String(after))?.[1] ?? NaN);
	if (Number.isNaN(start)) return failure('Invalid cursor for current pagination sort.');
	const end = start + first;
	const pageInfo = {
		hasNextPage: end < variants.length,
		endCursor: start < variants.length ? `cursor-${Math.min(end, variants.length)}` : null,
	};
	const productVariants = { nodes: variants.slice(start, end), pageInfo };
	const productVariantsCount = { count: variants.length, precision: 'EXACT' };
	try {
		const data = project({ productVariants, productVariantsCount }, readSelection(query));
		const cost = { requestedQueryCost: first * 2, actualQueryCost: first * 2 };
		return { status: 200, body: { data, extensions: { cost } } };
	} catch (error) {
		return failure(error instanceof Error ? error.message : 'unknown');
	}
}

function failure(message: string): ShopAnswer {
	return { status: 200, body: { errors: [{ message, extensions: { code: 'undefinedField' } }] } };
}

/** What is between the braces of a query; arguments are left out. */
function readSelection(query: string): Selection {
	const words: readonly string[] = query.replace(/\([^)]*\)/g, '').match(/\w+|[{}]/g) ?? [];
	let position = words.indexOf('{') + 1;
	const read = (): Selection => {
		const fields: Record<string, Selection> = {};
		for (let word = words[position]; word !== undefined && word !== '}'; word = words[position]) {
			position += 1;
			const isParent = words.at(position) === '{';
			if (isParent) position += 1;
			fields[word] = isParent ? read() : {};
		}
		position += 1;
		return fields;
	};
	return read();
}

function project(value: unknown, selection: Selection): unknown {
	if (Array.isArray(value)) return value.map((each) => project(each, selection));
	if (!isObject(value)) return value;
	const projected: JsonObject = {};
	for (const [field, below] of Object.entries(selection)) {
		if (!(field in value)) throw new Error(`Field '${field}' doesn't exist`);
		projected[field] = project(value[field], below);
	}
	return projected;
}
