import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { isUploadResult, standsForSeveral } from '../shared/n8n/leftovers';
import { isAbsent, isPlainObject, nameOf } from '../shared/values';

/** Serialises a product. Throws an InputError if it is none, or if JSON cannot carry it unchanged. */
export function jsonOfProduct(value: unknown): string {
	if (!isPlainObject(value)) throw noProduct(nameOf(value));
	if (isErrorOfNode(value)) throw noProduct('nothing but an error of a node before');
	refuseTrigger(value);
	const json = toJson(value);
	if (json === '{}') throw noProduct('an empty object');
	if (!json.startsWith('{')) throw noProduct('not an object');
	const [only, ...others] = Object.entries(value);
	if (only?.[0] === 'data' && typeof only[1] === 'string' && others.length === 0) {
		throw noProduct('nothing but the text of a response');
	}
	if (Object.values(value).every(Array.isArray)) throw noProduct(listsOnly);
	if (Object.values(value).every(isAbsent))
		throw noProduct('an object of nothing but empty fields');
	return json;
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

/** What the triggers of n8n give, told by fields that no product has together. */
const triggerItems = [
	{
		fields: ['headers', 'params', 'query', 'body'],
		what: 'the request of a Webhook node',
		advice: 'Take the products out of its body before this node, e.g. with a Split Out node.',
	},
	{
		fields: ['timestamp', 'Readable date'],
		what: 'the item of a Schedule Trigger',
		advice: 'Put the node that fetches the products between the two.',
	},
] as const;

function refuseTrigger(value: Readonly<Record<string, unknown>>): void {
	for (const { fields, what, advice } of triggerItems) {
		if (!fields.every((name) => name in value)) continue;
		throw new InputError(`It is ${what}, not a product.`, { code: 'file_schema', advice });
	}
}

/**
 * Throws an InputError for the only product of a full sync if it holds a list: it is likelier to be a
 * page of products, which would become the whole catalog.
 */
export function refusePage(value: unknown): void {
	const list = isPlainObject(value) ? pathOfList(value, deepestList) : undefined;
	if (list === undefined) return;
	throw new InputError(
		`The only product has the list "${list}", so that it may be a page of products.`,
		{
			code: 'suspicious_catalog',
			advice: `Split "${list}" into products before this node, e.g. with a Split Out node. If it is a product, send it as an array with one object, with the source JSON.`,
		},
	);
}

/** Levels of objects in which a list is looked for; the pages of GraphQL have three. */
const deepestList = 4;

function pathOfList(value: Readonly<Record<string, unknown>>, levels: number): string | undefined {
	const names = Object.keys(value);
	const list = names.find((name) => isList(value[name]));
	if (list !== undefined || levels === 1) return list;
	for (const name of names) {
		const inner = value[name];
		const path = isPlainObject(inner) ? pathOfList(inner, levels - 1) : undefined;
		if (path !== undefined) return `${name}.${path}`;
	}
	return undefined;
}

function isList(value: unknown): boolean {
	return Array.isArray(value) && (value.length === 0 || value.some(isPlainObject));
}

function noProduct(found: string): InputError {
	return new InputError(`It is ${found}, so it is no product.`, {
		code: 'file_schema',
		advice:
			'Remove such items before this node, for example with a Filter node. An empty item often stands for an empty result of the node before.',
	});
}
