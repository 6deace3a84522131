import { runInNewContext } from 'node:vm';
import type { ItemParameters } from '../../../../nodes/shared/panel/item-parameters';
import { Parameters } from '../../../../nodes/shared/panel/parameters';
import { messageOf } from '../../../support/units/refusal';

interface Panel {
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly items?: readonly object[];
	/** What the node "Settings" gave. */
	readonly settings?: unknown;
	/** What n8n makes of an expression; by default what JavaScript makes of it. */
	readonly evaluate?: (expression: string, itemIndex: number) => unknown;
}

const variables = {
	$env: { STORE: 'es' },
	$vars: { store: 'vs' },
	$workflow: { id: 'ws' },
	$execution: { id: 'xs' },
	$now: 'n',
	$today: 't',
	$runIndex: 'r',
	$mode: 'm',
	$prevNode: { name: 'p' },
};

/** A node with parameters. What n8n has to evaluate whole is the text "n8n". */
function panelOf({ parameters, items = [], settings, evaluate }: Panel) {
	const evaluated: string[] = [];
	const $ = () => ({ first: () => ({ json: settings }), last: () => ({ json: settings }) });
	const script = (expression: string, itemIndex: number): unknown =>
		runInNewContext(expression.slice(2, -2), {
			...{ $json: items[itemIndex], $, ...variables },
			$input: { ...$(), all: () => [settings] },
		});
	const panel = new Parameters(
		{
			getNodeParameter: (name, _index, fallback, options) => {
				if (options?.rawExpressions !== true) return 'n8n';
				return Object.hasOwn(parameters, name) ? parameters[name] : fallback;
			},
			getInputData: () => items.map((json) => ({ json })),
			getNode: () => ({ name: 'Node' }),
			evaluateExpression: (expression, itemIndex) => {
				evaluated.push(`${expression} ${itemIndex}`);
				return Reflect.apply(evaluate ?? script, undefined, [expression, itemIndex]);
			},
		},
		[],
	);
	const at = (itemIndex: number, name = 'p') => panel.get(name).read(itemIndex);
	return { panel, at, evaluated };
}

/** The value of an expression for an item, and for another one that is equal to it. */
function valueOf(expression: string, json: object): unknown {
	const { at } = panelOf({ parameters: { p: expression }, items: [json, json] });
	expect(at(1)).toBe(at(0));
	return at(0);
}

describe('a path into the item', () => {
	test.each([
		['={{ $json.visitor }}', 'v'],
		['={{$json.visitor}}', 'v'],
		['={{   $json.visitor   }}', 'v'],
		['={{ $json["visitor"] }}', 'v'],
		["={{ $json['visitor'] }}", 'v'],
		['={{ $json["odd key"] }}', 'odd'],
		['={{ $json["it\'s"] }}', 'quote'],
		['={{ $json._a$1 }}', 'signs'],
		['={{ $json.a.b["c d"].e }}', 'deep'],
		['={{ $json.list[0] }}', 'first'],
		['={{ $json.list["1"].name }}', 'second'],
		['={{ $json.bare.x }}', 'without a prototype'],
		['={{ $json.number }}', 1.5],
		['={{ $json.flag }}', false],
		['={{ $json.nothing }}', null],
		['={{ $json.text }}', ''],
	])('%s is read', (expression, expected) => {
		const json = {
			...{ visitor: 'v', 'odd key': 'odd', "it's": 'quote', _a$1: 'signs' },
			...{ number: 1.5, flag: false, nothing: null, text: '' },
			a: { b: { 'c d': { e: 'deep' } } },
			list: ['first', { name: 'second' }],
			bare: Object.assign(Object.create(null), { x: 'without a prototype' }),
		};
		expect(valueOf(expression, json)).toBe(expected);
	});

	class Visitor {
		id = 'v';
	}
	const list = Object.assign(['x'], { '01': 'y', last: 'z', 1234567890: 'far' });
	const json = {
		...{ list, date: new Date(0), visitor: new Visitor(), call: () => 'x' },
		...{ text: 'abc', infinite: Infinity, missing: undefined, nothing: null, big: 5n },
		...{ '}}': 'x', '{': 'x', 'b\\s': 'x', größe: 'x', 1234567890: 'x', '01': 'x' },
		a: { b: 'x' },
		sparse: Object.assign([], { 1: 'x' }),
		get getter() {
			return 'x';
		},
	};

	const into = (...paths: readonly string[]) => paths.map((path) => `={{ $json${path} }}`);

	test.each([
		...into('', '.a', '.list', '.date', '.none', '.none.b', '.a.b.c', '.missing', '.nothing.x'),
		...into('.toString', '.__proto__', '.a.constructor', '.list.length', '.text.length'),
		...into('.text[0]', '.list.last', '.list["01"]', '.list["1234567890"]', '.list["x0"]'),
		...into('.list["0x"]', '.sparse[0]', '.visitor.id', '.getter', '.infinite', '.big', '.call'),
		...into('[1234567890]', '[01]', '?.text', '.a?.b', '.text;', '.text + ""', ' . text', '.1'),
		...into('[text]', '.größe', '["text\']', '["}}"]', '["{"]', '["b\\\\s"]', '["a"b"]', "['a'b']"),
		...into("['}}']", "['{']", "['b\\\\s']", 'text', '.text }}{{ $json.text'),
		...['={{ $json.text }} ', '= {{ $json.text }}', '=x{{ $json.text }}', '={{\n$json.text }}'],
		...['=$json.text', '={{ $json.text'],
	])('%s is left to n8n', (expression) => {
		const { at, evaluated } = panelOf({ parameters: { p: expression }, items: [json] });
		expect(at(0)).toBe('n8n');
		expect(evaluated).toEqual([]);
	});

	test('is evaluated by n8n once, for the first item that has it', () => {
		const items = [{}, { a: 'x' }, { a: 'y' }, {}, { a: null }];
		const { at, evaluated } = panelOf({ parameters: { p: '={{ $json.a }}' }, items });
		expect(items.map((_, itemIndex) => at(itemIndex))).toEqual(['n8n', 'x', 'y', 'n8n', null]);
		expect(evaluated).toEqual(['{{ $json.a }} 1']);
	});

	const refuse = () => {
		throw new Error('Cannot access "binding" due to security concerns');
	};

	test.each([
		['gives another value', () => 'other'],
		['gives another zero', () => -0],
		['fails', refuse],
	])('is left to n8n for all items if n8n %s', (_, evaluate) => {
		const items = [{ binding: 0 }, { binding: 'other' }];
		const parameters = { p: '={{ $json.binding }}' };
		const { at, evaluated } = panelOf({ parameters, items, evaluate });
		expect([at(0), at(1)]).toEqual(['n8n', 'n8n']);
		expect(evaluated).toHaveLength(1);
	});

	test('of an item that n8n does not have is left to n8n', () => {
		const { at } = panelOf({ parameters: { p: '={{ $json.a }}' }, items: [{ a: 'x' }] });
		expect(at(1)).toBe('n8n');
	});
});

describe('an expression that does not depend on the item', () => {
	const settings = {
		storeId: 's',
		list: [{ id: 7 }],
		nothing: null,
		object: {},
		date: new Date(0),
	};

	test.each([
		["={{ $('Settings').first().json.storeId }}", 's'],
		["={{$('Settings').last().json['storeId'].trim()}}", 's'],
		['={{ $("The shop\'s settings").first().json.list[0].id + 1 }}', 8],
		["={{ $('Settings').first().json.nothing }}", null],
		["={{ $('Settings').first().json.none }}", undefined],
		["={{ $('Settings').first().json.none ?? 0 }}", 0],
		["={{ $('Loop Over Items').first().json.storeId }}", 's'],
		["={{ $('Settings').first().json.item_id ?? 'none' }}", 'none'],
		['={{ $env.STORE + $vars.store + $workflow.id + $execution.id }}', 'esvswsxs'],
		['={{ $runIndex + $mode + $prevNode.name }}', 'rmp'],
		["={{ $('Settings').first().json.update ?? 'up to date' }}", 'up to date'],
		["={{ $('Settings').first().json.known ?? 'nowhere' }}", 'nowhere'],
		['={{ $input.first().json.storeId + $input.last().json.storeId }}', 'ss'],
		['={{ $input.all().length }}', 1],
		['={{ $input.all().map((item) => ({ ...item }).storeId + item.storeId).join() }}', 'ss'],
		['={{ 5 * 2 }}', 10],
	])('%s is evaluated once', (expression, expected) => {
		const { at, evaluated } = panelOf({ parameters: { p: expression }, settings });
		expect([at(3), at(4), at(3)]).toEqual([expected, expected, expected]);
		expect(evaluated).toEqual([`${expression.slice(1)} 3`]);
	});

	test.each([
		...[
			"$('Settings').item.json.storeId",
			"$('Settings')['item'].json.storeId",
			'$item(0).$json.a',
		],
		...["$('Settings').itemMatching(0).json.a", "$('Settings').pairedItem().json.a", '$itemIndex'],
		...["$('Settings').first().json.storeId ?? $json.a", '$input.firstly', '$binary'],
		...[
			"$('Settings')?.item.json.a",
			"$('Settings')[ 'item' ].json.a",
			"$('Settings'). item.json.a",
		],
		...["(({ item }) => item)($('Settings'))", "(({ a, item: b }) => b)($('Settings'))"],
		...['$input.item.json.a', '$data.a', '$node["Settings"].json.a', '$items()[0]', '$position'],
		...['$parameter.trackerId', '$rawParameter.trackerId', "$fromAI('a')", '$fromai("a")'],
		...['$randomInt', '$nowhere'],
		...['`a ${1}`', '$notKnownYet'],
	])('{{ %s }} is left to n8n', (code) => {
		const { at, evaluated } = panelOf({ parameters: { p: `={{ ${code} }}` }, settings });
		expect(at(0)).toBe('n8n');
		expect(evaluated).toEqual([]);
	});

	test.each([
		["={{ $('Settings').first().json.object }}", 1],
		['={{ $input.all() }}', 1],
		['={{ $json.list }}', 3],
		['={{ [$itemIndex] }}', 3],
		['={{ DateTime.now() }}', 3],
	])('%s is read by a reader for %d of 3 items', (p, times) => {
		const { panel } = panelOf({ parameters: { p }, items: [{}, {}, {}], settings });
		const read = jest.fn((item: ItemParameters) => item.value('p'));
		const reader = panel.reader(read);
		expect([0, 1, 2].map((index) => reader(index))).toEqual(['n8n', 'n8n', 'n8n']);
		expect(read).toHaveBeenCalledTimes(times);
	});

	test.each(['object', 'date', 'none.x'])('is left to n8n if %s is not a value', (path) => {
		const parameters = { p: `={{ $('Settings').first().json.${path} }}` };
		const { at, evaluated } = panelOf({ parameters, settings });
		expect([at(0), at(1)]).toEqual(['n8n', 'n8n']);
		expect(evaluated).toHaveLength(1);
	});
});

describe('an expression with time or chance', () => {
	test.each([
		...['$now', '$now.toISO()', '$today', 'Date.now()', 'new Date()', 'Date()', 'DateTime.now()'],
		...['DateTime.local().toMillis()', 'luxon.DateTime.now()', 'performance.now()'],
		...['Intl.DateTimeFormat().format()', "'2026-01-01'.toDateTime().diffToNow()"],
		...["'2026-01-01'.toDateTime().toRelative()", 'Temporal.Now.instant()'],
		...["$('Settings').first().json.at.isInLast(1)", "$('Settings').first().json.at.toRelative()"],
		...["$('Settings').first().json.at.diffNow()", 'crypto.getRandomValues([1])'],
		...['Math.random()', 'crypto.randomUUID()', '[1, 2].randomItem()'],
	])('is evaluated for each item: {{ %s }}', (code) => {
		let clock = 5;
		const evaluate = () => (clock += 1);
		const { at, evaluated } = panelOf({ parameters: { p: `={{ ${code} }}` }, evaluate });
		expect([at(0), at(1), at(1)]).toEqual([6, 7, 8]);
		expect(evaluated).toEqual([0, 1, 1].map((index) => `{{ ${code} }} ${index}`));
	});

	test('leaves the other rows of a collection as they are', () => {
		const p = { rows: [{ value: '={{ $json.a }}' }, { value: '={{ Date.now() }}' }] };
		let clock = 5;
		const evaluate = (expression: string) => (expression.includes('$json') ? 'x' : (clock += 1));
		const { at } = panelOf({ parameters: { p }, items: [{ a: 'x' }, { a: 'y' }], evaluate });
		const rows = (...values: readonly unknown[]) => ({ rows: values.map((value) => ({ value })) });
		expect([at(0), at(1)]).toEqual([rows('x', 6), rows('y', 7)]);
	});

	const fails = () => {
		throw new Error('no such method');
	};

	test.each([
		['gives an object', () => ({})],
		['fails', fails],
	])('is left to n8n for all further items once it %s', (_, evaluate) => {
		const { at, evaluated } = panelOf({ parameters: { p: '={{ $now }}' }, evaluate });
		expect([at(0), at(1), at(2)]).toEqual(['n8n', 'n8n', 'n8n']);
		expect(evaluated).toHaveLength(1);
	});

	test('may give nothing', () => {
		const evaluate = () => undefined;
		const { at, evaluated } = panelOf({ parameters: { p: '={{ $now?.x }}' }, evaluate });
		expect([at(0), at(1)]).toEqual([undefined, undefined]);
		expect(evaluated).toHaveLength(2);
	});
});

describe('a collection', () => {
	const rows = (name: string, value: unknown) => ({
		assignments: [
			{ id: '1', name: 'price', type: 'number', value },
			{ id: '2', name, type: 'string', value: 'constant' },
		],
		...{ empty: [], nothing: null, number: 5 },
	});
	const written = rows('={{ $json.name }}', '={{ $json.price }}');
	const first = { name: 'a', price: 1 };

	test('is built for each item if all its expressions are plain', () => {
		const p = structuredClone(written);
		const { at } = panelOf({ parameters: { p }, items: [first, { name: 'b', price: '2' }] });
		expect([at(0), at(1)]).toStrictEqual([rows('a', 1), rows('b', '2')]);
		expect(p).toStrictEqual(written);
	});

	test('is left to n8n for the items for which one of them is not', () => {
		const { at } = panelOf({ parameters: { p: written }, items: [first, { name: 'b' }] });
		expect([at(0), at(1)]).toStrictEqual([rows('a', 1), 'n8n']);
	});
});

test('a parameter without an expression is as it is written', () => {
	const { at } = panelOf({ parameters: { text: '{{ $json.a }}', flag: false }, items: [{}] });
	expect([at(0, 'text'), at(0, 'flag'), at(0, 'none')]).toEqual(['{{ $json.a }}', false, null]);
});

describe('a text in Fixed mode that holds an expression', () => {
	const typedIn = (p: unknown) => {
		const getNode = () => ({ name: 'Node' });
		const nothing = { evaluateExpression: () => '', getInputData: () => [], getNode };
		const shown = { displayName: 'Rows', name: 'p', type: 'string', default: '' } as const;
		const panel = new Parameters({ getNodeParameter: () => p, ...nothing }, [shown]);
		return () => panel.at(0).value('p');
	};
	const rows = (...pairs: ReadonlyArray<readonly [name: string, value: string]>) => ({
		values: pairs.map(([name, value]) => ({ name, value })),
	});

	test.each<[unknown, string]>([
		['a {{ $json.a }}', "'Rows'"],
		["a {{$('Settings').first().json.a}}", "'Rows'"],
		[{ values: [{ value: '{{ $json.a }}' }] }, "'Rows'"],
		[rows(['price', '{{ $json.a }}']), '"price" of \'Rows\''],
		[rows(['={{ $json.a }}', '{{ $json.a }}']), "'Rows'"],
		[rows(['sku', '='], ['price', '{{ $']), '"price" of \'Rows\''],
		[rows(['price', '{{ $'], ['sku', 'x']), '"price" of \'Rows\''],
		[rows(['price', '{{ $'], ['sku', '{{ $']), '"price" of \'Rows\''],
		[{ name: 'sku', value: '{{\n$', other: { name: 'price', value: '{{$' } }, '"sku" of \'Rows\''],
	])('is refused by the name of its row: %j', (raw, place) => {
		expect(messageOf(typedIn(raw))).toBe(
			`${place} contains an expression, but the field is set to 'Fixed'.`,
		);
	});

	const others = ['{ { $', '={{ $json.a }}', { name: 5, value: '{' }, ['='], [], null, 5];
	const texts = ['Dear {{name}}', '{{ name }} $', rows(['text', '{{ name }} pays {{price}} $'])];

	test.each([...others, ...texts])('is not %j', (raw) => {
		expect(typedIn(raw)).not.toThrow();
	});
});
