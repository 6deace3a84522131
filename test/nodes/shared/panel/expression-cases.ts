import fc from 'fast-check';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

/** Parameters of one node, its input, and what the node "Settings" gave before. */
export interface ExpressionCase {
	readonly parameters: INodeParameters;
	readonly items: INodeExecutionData[];
	readonly settings: INodeExecutionData[];
	readonly isPinned: boolean;
	readonly executesOnce: boolean;
	readonly isCombined: boolean;
}

/** Names that are fields, or part of expressions, or of JavaScript. */
const keys = [
	`a|b|list|odd key|Price (EUR)|größe|it's|quo"te|br}}ace|{{x|`,
	'toString|valueOf|hasOwnProperty|constructor|myconstructor|__proto__',
	'prototype|binding|caller|length|filter|first|isEmpty|isProxy|toJSON',
	'0|1|00|class|$|$json|a.b|x[0]|a.isEmpty(b)|line\nbreak|back\\n',
	'a.constructor|// c|/* c */|`t`|${a}|\u2028|😀|json|then|this',
].flatMap((line) => line.split('|'));
const key = fc.constantFrom(...keys);

class Visitor {
	constructor(readonly a = 'instance') {}
}

const plain: ReadonlyArray<fc.Arbitrary<unknown>> = [
	...Array<fc.Arbitrary<string>>(6).fill(fc.string({ unit: 'grapheme', maxLength: 5 })),
	fc.constantFrom('=1', '={{ 1 }}', '\ud800', '', 'true', '12', '2026-11-28T10:00:00Z'),
	fc.integer(),
	fc.double(),
	fc.constantFrom(-0, NaN, Infinity, 2 ** 53 + 2, 1e21, null, true, false),
];

const special = fc
	.constantFrom(
		() => Buffer.from('a'),
		() => () => 'called',
		() => new Visitor(),
		() => undefined,
	)
	.map((make): unknown => make());

const getter = fc
	.tuple(key, fc.oneof(...plain))
	.map(([name, value]) =>
		Object.defineProperty({}, name, { get: () => value, enumerable: true, configurable: true }),
	);

const object = fc.object({
	...{ key, maxKeys: 5, maxDepth: 3, values: [...plain, special, getter] },
	...{ withBigInt: true, withDate: true, withMap: true, withSparseArray: true },
	withNullPrototype: true,
});

const item = fc
	.tuple(object, fc.option(getter, { freq: 3 }))
	.map(([json, own]): INodeExecutionData => {
		Object.defineProperties(json, own === null ? {} : Object.getOwnPropertyDescriptors(own));
		return { json: Object(json), pairedItem: { item: 0 } };
	});

/** A way into a value that often exists there. */
function pathInto(value: unknown): fc.Arbitrary<string> {
	const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
	const known = names.length > 0 ? fc.constantFrom(...names) : key;
	return fc
		.tuple(fc.oneof({ weight: 6, arbitrary: known }, key), fc.integer({ min: 0, max: 99 }))
		.chain(([name, number]) => {
			const next: unknown =
				names.includes(name) && number < 95 ? Reflect.get(Object(value), name) : null;
			const isEnd = typeof next !== 'object' || next === null || number < 10;
			return isEnd
				? stepTo(name)
				: fc.tuple(stepTo(name), pathInto(next)).map(([step, rest]) => step + rest);
		});
}

function stepTo(name: string): fc.Arbitrary<string> {
	const quoted = [`['${name}']`, `["${name}"]`];
	const escaped = [`[${JSON.stringify(name)}]`, `[\`${name}\`]`, `?.[${JSON.stringify(name)}]`];
	const dotted = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? [`.${name}`] : quoted;
	const index = /^\d+$/.test(name) ? [`[${name}]`, `[ ${name} ]`] : dotted;
	return fc.constantFrom(...dotted, ...dotted, ...dotted, ...index, ...quoted, ...escaped);
}

const placeholders = [
	...Array<string>(12).fill('={{ # }}'),
	...['={{#}}', '={{  #  }}', '={{ #}}', '={{ # }} ', ' ={{ # }}', '= {{ # }}', '=x{{ # }}', '=#'],
	...[
		'={{ #; }}',
		'={{ # + 1 }}',
		'={{ #.a }}',
		'={{ #?.a }}',
		'={{ #.length }}',
		'={{ {{ # }} }}',
	],
	...['={{ # }}{{ # }}', '={{\n#\n}}', '={{ (#) }}', '={{ #.isEmpty() }}', '={{ #.constructor }}'],
	...['={{ #.trim() }}', '={{ # ?? 0 }}', '={{ #.trim() ?? 7 }}', '={{ # ?? 0x }}'],
	...['={{ // #\n }}', '={{ # /* c */ }}', '{{ # }}', '={{ # ', '={{ #[0] }}', '={{ #["0"] }}'],
];

const roots = [
	...Array<string>(6).fill('$json'),
	...[
		'$json',
		'$Json',
		'$input.item.json',
		'$input.first().json',
		'$input.last().json',
		'$data',
		' $json',
		'$json ',
		'$("Before").item.json',
	],
];
const settingsRoots = [
	...Array<string>(4).fill("$('Settings').first().json"),
	...['$("Settings").last().json', "$('Settings').first(0).json", "$('Settings').item.json"],
	...['$node["Settings"].json', "$('Nobody').first().json", "$('Settings').all()[0].json"],
	...["$('Settings').first()", "$('Set\\tings').first().json", '$(`Settings`).first().json'],
];

function expressionFor(items: readonly INodeExecutionData[], from: readonly string[]) {
	return fc
		.tuple(
			fc.constantFrom(...from),
			fc.constantFrom(...items).chain(({ json }) => pathInto(json)),
			fc.constantFrom(...placeholders),
		)
		.map(([root, path, placeholder]) => placeholder.replaceAll('#', () => root + path));
}

/** All kinds of parameters that the nodes have. */
export const expressionCase: fc.Arbitrary<ExpressionCase> = fc
	.tuple(
		fc.array(item, { minLength: 1, maxLength: 4 }),
		fc.array(item, { minLength: 1, maxLength: 2 }),
	)
	.chain(([items, settings]) => {
		const text = fc.oneof(
			{ weight: 6, arbitrary: expressionFor(items, roots) },
			{ weight: 3, arbitrary: expressionFor(settings, settingsRoots) },
			fc.constantFrom('constant', '', 5, true, null),
		);
		const few = { minLength: 1, maxLength: 2 };
		const rows = fc.array(fc.record({ name: text, value: text }), few);
		const assignment = fc.record({ id: fc.constant('1'), name: text, type: text, value: text });
		return fc.record({
			items: fc.constant(items),
			settings: fc.constant(settings),
			parameters: fc.oneof(
				...['text', 'number', 'flag', 'choice', 'json'].map((name) => fc.record({ [name]: text })),
				fc.record({ collection: fc.record({ sid: text, rows: fc.record({ values: rows }) }) }),
				fc.record({ rows: fc.record({ values: rows }) }),
				fc.record({ assignments: fc.record({ assignments: fc.array(assignment, few) }) }),
			),
			isPinned: fc.boolean(),
			executesOnce: fc.boolean(),
			isCombined: fc.boolean(),
		});
	})
	// Parameters are JSON.
	.map((found) => ({ ...found, parameters: JSON.parse(JSON.stringify(found.parameters)) }));
