import {
	execute,
	getNamedType,
	GraphQLError,
	isLeafType,
	Kind,
	parse,
	TypeInfo,
	validate,
	visit,
	visitWithTypeInfo,
	type DocumentNode,
	type FieldNode,
	type GraphQLFieldResolver,
	type GraphQLSchema,
} from 'graphql';
import { isObject, type JsonObject } from '../../../../tools/n8n/json';
import type { ShopAnswer } from '../server/server';
import type { ShopifyOrder, ShopifyVariant } from './fixtures';
import type { Points } from './points';

/** The points that one query may cost: "GraphQL Admin API rate limits" of Shopify. */
export const maxCost = 1_000;

export interface Goods {
	readonly variants: readonly ShopifyVariant[];
	readonly orders: ReadonlyMap<number, ShopifyOrder>;
	/** The scopes that the app has. */
	readonly scopes: readonly string[];
}

/** Answers a query as the GraphQL Admin API of the schema does. Failures too come under 200. */
export function answerQuery(
	schema: GraphQLSchema,
	body: string,
	goods: Goods,
	points: Points,
): ShopAnswer {
	const request: unknown = JSON.parse(body);
	const { query, variables } = isObject(request) ? request : {};
	const { document, errors } = readQuery(schema, String(query));
	if (document === null) return ok({ errors });
	const requestedQueryCost = costOf(schema, document);
	if (requestedQueryCost > maxCost) {
		const message = `Query cost is ${requestedQueryCost}, which exceeds the single query max cost limit (${maxCost}).`;
		return ok({ errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED' } }] });
	}
	const cost = (actualQueryCost: number | null) => ({
		cost: { requestedQueryCost, actualQueryCost, throttleStatus: points.status() },
	});
	if (!points.has(requestedQueryCost)) {
		const throttled = { message: 'Throttled', extensions: { code: 'THROTTLED' } };
		return ok({ errors: [throttled], extensions: cost(null) });
	}
	const variableValues = isObject(variables) ? variables : {};
	const result = execute({
		...{ schema, document, variableValues, fieldResolver },
		rootValue: rootOf(goods),
	});
	if (result instanceof Promise) throw new Error('The double answers at once.');
	// The parts of the answer that were not there are given back.
	const actual = countObjects(result.data);
	points.take(actual);
	const plain: JsonObject = JSON.parse(JSON.stringify(result));
	return ok({ ...plain, extensions: cost(actual) });
}

const ok = (body: JsonObject): ShopAnswer => ({ status: 200, body });

/** The query, or what Shopify says about its form. */
export function readQuery(schema: GraphQLSchema, query: string) {
	try {
		const document = parse(query);
		const errors = validate(schema, document);
		if (errors.length === 0) return { document, errors: [] };
		return { document: null, errors: errors.map(withoutDocument) };
	} catch (error) {
		if (!(error instanceof GraphQLError)) throw error;
		return { document: null, errors: [withoutDocument(error)] };
	}
}

const withoutDocument = ({ message }: GraphQLError) => ({
	...{ message, extensions: { code: 'invalid' } },
});

/** An object costs 1, a field without fields nothing, and a connection 2 and its nodes. */
export function costOf(schema: GraphQLSchema, document: DocumentNode): number {
	const types = new TypeInfo(schema);
	// The costs of the fields that the visitor is in.
	const stack: Array<{ cost: number; readonly times: number }> = [{ cost: 0, times: 1 }];
	visit(
		document,
		visitWithTypeInfo(types, {
			Field: {
				enter: (field) => void stack.push({ cost: ownCost(types), times: firstOf(field) }),
				leave: () => {
					const { cost, times } = stack.pop() ?? { cost: 0, times: 1 };
					const parent = stack.at(-1);
					if (parent) parent.cost += cost * times + (times > 1 ? 2 : 0);
				},
			},
		}),
	);
	return stack[0]?.cost ?? 0;
}

/** What the field itself costs. The nodes of a connection cost, and not the connection. */
function ownCost(types: TypeInfo): number {
	const type = getNamedType(types.getType());
	if (!type || isLeafType(type)) return 0;
	return /Connection$|^PageInfo$/.test(type.name) ? 0 : 1;
}

function firstOf({ arguments: given = [] }: FieldNode): number {
	const first = given.find(({ name }) => name.value === 'first')?.value;
	return first?.kind === Kind.INT ? Number(first.value) : 1;
}

/** The objects of an answer. */
function countObjects(value: unknown): number {
	if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countObjects(each), 0);
	if (!isObject(value)) return 0;
	return Object.values(value).reduce<number>((sum, each) => sum + countObjects(each), 1);
}

const rootOf = ({ variants, orders, scopes }: Goods) => {
	const need = (scope: string, field: string): void => {
		if (scopes.includes(scope)) return;
		const message = `Access denied for ${field} field. Required access: \`${scope}\` access scope.`;
		throw new GraphQLError(message, { extensions: { code: 'ACCESS_DENIED' } });
	};
	const shown = (order: ShopifyOrder) => ({
		...order,
		customer: () => {
			need('read_customers', 'customer');
			return order.customer;
		},
	});
	const changed = ({ updatedAt }: ShopifyOrder) => Date.parse(updatedAt);
	return {
		productVariants: () => {
			need('read_products', 'productVariants');
			return variants;
		},
		productVariantsCount: { count: variants.length, precision: 'EXACT' },
		orders: ({ query }: JsonObject) => {
			need('read_orders', 'orders');
			const [, since] = /^updated_at:>='([^']+)'$/.exec(String(query)) ?? [];
			if (Number.isNaN(Date.parse(String(since)))) throw new GraphQLError('Unknown filter');
			return [...orders.values()]
				.filter((order) => changed(order) >= Date.parse(String(since)))
				.sort((a, b) => changed(a) - changed(b) || idOf(a) - idOf(b))
				.map(shown);
		},
		order: ({ id }: JsonObject) => {
			const order = orders.get(Number(/^gid:\/\/shopify\/Order\/(\d+)$/.exec(String(id))?.[1]));
			return order === undefined ? null : shown(order);
		},
	};
};

const idOf = ({ legacyResourceId: id }: ShopifyOrder) => Number(id);

/** Reads a field. A list becomes a page of it, where the schema has a connection. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _, info) => {
	const { fieldName, returnType } = info;
	const values = Object(source);
	if (!(fieldName in values)) throw new GraphQLError(`The double does not know ${fieldName}.`);
	const given: unknown = values[fieldName];
	const value: unknown =
		typeof given === 'function' ? Reflect.apply(given, undefined, [args]) : given;
	const isPaged = /Connection$/.test(getNamedType(returnType).name) && Array.isArray(value);
	return isPaged ? pageOf(value, args) : value;
};

/** A cursor names the thing that it comes after, so it still fits when others change. */
function pageOf(all: readonly unknown[], { first, after = null }: JsonObject) {
	if (!(Number(first) >= 1 && Number(first) <= 250))
		throw new GraphQLError('first must be between 1 and 250');
	const names = all.map((each) => String(Object(each).legacyResourceId ?? Object(each).id));
	const last = after === null ? -1 : names.indexOf(String(after).replace('cursor-', ''));
	if (after !== null && last < 0)
		throw new GraphQLError('Invalid cursor for current pagination sort.');
	const nodes = all.slice(last + 1, last + 1 + Number(first));
	const end = names[last + nodes.length];
	return {
		nodes,
		pageInfo: {
			hasNextPage: last + 1 + nodes.length < all.length,
			endCursor: nodes.length > 0 ? `cursor-${end}` : null,
		},
	};
}
