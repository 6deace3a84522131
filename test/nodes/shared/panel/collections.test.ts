import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../../../../nodes/shared/failure';
import { readConsoleId, readHeaders, rowsOf } from '../../../../nodes/shared/panel/collections';
import type { ItemParameters } from '../../../../nodes/shared/panel/item-parameters';
import { messageOf } from '../../../support/units/refusal';
import { parametersOf, type Panel as Values } from '../../../support/units/fake-run';
import { forAll } from '../../../support/for-all';

function shownAs(displayName: string, more: Partial<INodeProperties> = {}): INodeProperties {
	return { displayName, name: 'x', type: 'string', default: '', ...more };
}

function at(values: Values, property = shownAs('Limit')) {
	return parametersOf(values, [property]).at(0);
}

const choice = {
	options: ['items', 'summary'].map((value) => ({ name: value, value })),
	default: 'items',
};
const from = (minValue: number, beginning: number) => {
	return { default: beginning, typeOptions: { minValue, numberPrecision: 0 } };
};

/** What is none of these is refused in test/nodes/options, for each option of each node. */
test.each<[string, Partial<INodeProperties>, (found: ItemParameters) => unknown, ...unknown[]]>([
	['anything', {}, (found) => found.value('x'), undefined, 'a', 'a'],
	['text', {}, (found) => found.text('x'), undefined, 'a', 'a'],
	['a choice', choice, (found) => found.choice('x'), 'items', 'summary', 'summary'],
	['true as text', {}, (found) => found.flag('x'), undefined, 'true', true],
	['false as text', {}, (found) => found.flag('x'), undefined, 'false', false],
	['a flag', { default: true }, (found) => found.flag('x'), undefined, true, true],
	['a whole number', from(1, 50), (found) => found.number('x'), 50, 1, 1],
	['a number as text', from(1, 50), (found) => found.number('x'), 50, ' 7 ', 7],
	['a number from 0', from(0, 5), (found) => found.number('x'), 5, 0, 0],
	['a fraction', { default: 5 }, (found) => found.number('x'), 5, 0.25, 0.25],
])('%s gives its default if left out, otherwise what is written', (_, shown, read, ...values) => {
	const [ifLeftOut, written, value] = values;
	const readOf = (given: Values) => read(at(given, shownAs('Limit', shown)));
	for (const given of [{}, { x: undefined }, { x: null }, { x: '' }]) {
		expect(readOf(given)).toEqual(ifLeftOut);
	}
	expect(readOf({ x: written })).toBe(value);
});

describe('an ID that was copied', () => {
	const quoted = ['"abc"', "'abc'", '`abc`', '“abc”', '„abc“', '«abc»', '‘abc’', '""'];

	test.each(quoted)('is refused within quotation marks: %s', (id) => {
		const item = at({ x: id }, shownAs('Store ID'));
		for (const read of ['id', 'optionalId'] as const) {
			expect(messageOf(() => item[read]('x'))).toBe("'Store ID' is in quotation marks.");
		}
	});

	test('is refused as an address, which is not shown, since the API key may be part of it', () => {
		const x = 'https://kainic.example/a/b?api_key=k12345678';
		const read = () => readConsoleId(at({ x }, shownAs('Tracker ID')), 'x');
		expect(messageOf(read)).toBe("'Tracker ID' is a web address.");
	});

	test('is refused while it is still the sample of an example, and the message names the node', () => {
		for (const x of ['YOUR-TRACKER-ID', 'your-store-id']) {
			const read = () => readConsoleId(at({ x }, shownAs('Tracker ID')), 'x');
			expect(messageOf(read)).toBe(
				`'Tracker ID' of the node 'Send Events' is still the sample ${x}.`,
			);
		}
		expect(readConsoleId(at({ x: 'shop-YOUR-1' }), 'x')).toBe('shop-YOUR-1');
	});

	test('may hold any other sign, since Kainic documents no form', async () => {
		for (const id of ['a"b', '"a', 'a"', "'s-Gravenhage", '"', '"a\'', '”a“', 'a:b/c', 'ü ;,[]']) {
			expect(readConsoleId(at({ x: id }), 'x')).toBe(id);
		}
		await forAll([fc.stringMatching(/^\w[\w.:;,/ -]*\w$/)], (id) => {
			fc.pre(!id.includes('://') && !/^your-/i.test(id));
			expect(readConsoleId(at({ x: id }), 'x')).toBe(id);
		});
	});
});

/** Without an AI agent, n8n itself takes the expression for text. */
test('a parameter that has one value for the whole run cannot be an expression, not even in a collection', () => {
	const number = shownAs('Concurrency (Requests)', { name: 'n', noDataExpression: true });
	const options = [number, { ...number, name: 'free', noDataExpression: false }];
	const collection = shownAs('Options', { name: 'options', type: 'collection', options });
	const refusal = new InputError("'Concurrency' cannot be an expression.");
	const read = (name: string, value: unknown) => () =>
		parametersOf({ [name]: value }, [number, collection])
			.at(0)
			.value(name);
	for (const name of ['n', 'options.n']) {
		expect(read(name, () => 3)).toThrow(refusal);
		expect(read(name, 3)()).toBe(3);
	}
	expect(read('options.free', () => 3)()).toBe(3);
});

describe('a reader', () => {
	const calls = (values: Values) => {
		const read = jest.fn((item: ItemParameters) =>
			item.flag('x') ? item.optionalId('y') : item.optionalId('z'),
		);
		const reader = parametersOf(values).reader(read);
		const found = [0, 1, 2].map((index) => reader(index));
		return [read.mock.calls.length, ...found];
	};

	test('reads once for all items if nothing that it asks for holds an expression', () => {
		const values = { x: true, y: 'a', z: (index: number) => `z${index}` };
		expect(calls(values)).toEqual([1, 'a', 'a', 'a']);
	});

	test('reads for each item if something that it asks for holds one', () => {
		const flag = (index: number) => index === 0;
		expect(calls({ x: flag, y: 'a', z: 'b' })).toEqual([3, 'a', 'b', 'b']);
		expect(calls({ x: false, z: (index: number) => `z${index}` })).toEqual([3, 'z0', 'z1', 'z2']);
	});

	test('reads again for the next item if it failed', () => {
		const reader = parametersOf({ x: '' }, [shownAs('x', { required: true })]).reader((item) =>
			item.value('x'),
		);
		for (const index of [0, 1]) expect(() => reader(index)).toThrow("'x' is empty.");
	});
});

describe('a collection has no rows', () => {
	test.each([undefined, null, '', {}, { values: [] }])('if it is %j', (collection) => {
		expect(rowsOf(collection, 'values', 'Headers')).toEqual([]);
	});

	const others = ['text', 7, [], { a: 1 }, { values: null }, { values: ['a'] }];

	test.each(others)('and is refused if it is %j', (collection) => {
		expect(() => rowsOf(collection, 'values', 'Headers')).toThrow(/^Headers is .* list of rows\.$/);
	});
});

describe('headers', () => {
	const headersOf = (...values: ReadonlyArray<{ name: string; value: string }>) =>
		readHeaders(at({ 'options.headers': { values } }));
	const origin = { name: 'Origin', value: ' https://shop.example ' };

	test('lose white space, and a row that was added and not filled in', () => {
		expect(headersOf(origin, { name: '', value: '' })).toEqual({ origin: 'https://shop.example' });
	});

	test('are refused if the expressions of a row return nothing', () => {
		const values = [{ name: () => '', value: () => '' }];
		const headers = () => readHeaders(at({ 'options.headers': { values } }));
		expect(messageOf(headers)).toContain("A row of 'options.headers' has no name.");
	});

	test('are refused if one is entered twice', () => {
		const twice = () => headersOf(origin, { name: 'origin', value: 'a' });
		expect(messageOf(twice)).toContain('The header "origin" is entered twice.');
	});
});
