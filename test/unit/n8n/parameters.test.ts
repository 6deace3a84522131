import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../../../nodes/shared/failure';
import { refuseExpressions } from '../../../nodes/shared/n8n/parameters';
import { parametersOf, type Panel as Values } from '../support/fake-run';

function at(values: Values, itemIndex = 0) {
	return parametersOf(values).at(itemIndex);
}

describe('true or false', () => {
	test.each([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		['', undefined],
		[null, undefined],
	])('%j is %j', (value, expected) => {
		expect(at({ flag: value }).optionalFlag('flag', 'Validate Only')).toBe(expected);
		expect(at({ flag: value }).flag('flag', 'Validate Only')).toBe(expected ?? false);
	});

	test('anything else is refused by the name of the option', () => {
		const other = fc
			.anything()
			.filter(
				(value) => !['', 'true', 'false', true, false, null, undefined].includes(value as never),
			);
		fc.assert(
			fc.property(other, (value) => {
				const read = () => at({ flag: value }).flag('flag', 'Validate Only');
				expect(read).toThrow(InputError);
				expect(read).toThrow(/^Validate Only is /);
			}),
		);
	});
});

test.each([undefined, null, ''])('a value that must be filled in is not %j', (value) => {
	const problem = new InputError('Event JSON is empty.');
	expect(() => at({ json: value }).required('json', 'Event JSON')).toThrow(problem);
});

describe('a whole number', () => {
	test.each([
		[7, 7],
		['7', 7],
		[' 7 ', 7],
		[1, 1],
		['', 50],
		[null, 50],
	])('%j is %j', (value, expected) => {
		expect(at({ n: value }).wholeNumber('n', 'Limit', 50)).toBe(expected);
	});

	test.each([0, -1, 1.5, Number.NaN, Infinity, '1e400', 'ten', true, [], {}, ' ', '1,000'])(
		'%j is refused by the name of the option',
		(value) => {
			expect(() => at({ n: value }).wholeNumber('n', 'Limit', 50)).toThrow(/^Limit is /);
		},
	);

	test('may have another least', () => {
		expect(at({ n: 0 }).wholeNumber('n', 'Batch Interval', 5, 0)).toBe(0);
		expect(() => at({ n: -1 }).wholeNumber('n', 'Batch Interval', 5, 0)).toThrow(/at least 0/);
	});
});

describe('seconds', () => {
	test('are milliseconds in code', () => {
		expect(at({ t: 0.25 }).milliseconds('t', 'Timeout', 5)).toBe(250);
		expect(at({}).milliseconds('t', 'Timeout', 5)).toBe(5000);
	});

	test.each([0, -1, 'soon'])('%j are refused', (value) => {
		expect(() => at({ t: value }).milliseconds('t', 'Timeout', 5)).toThrow(/^Timeout is /);
	});
});

describe('a choice', () => {
	test('is the first if it is absent, and refused if it is none', () => {
		expect(at({}).choice('c', 'Output', ['items', 'summary'])).toBe('items');
		expect(at({ c: 'summary' }).choice('c', 'Output', ['items', 'summary'])).toBe('summary');
		expect(() => at({ c: 'all' }).choice('c', 'Output', ['items', 'summary'])).toThrow(
			'Output is the text "all", but it must be items or summary.',
		);
	});
});

describe('a value that is left out', () => {
	const readers: ReadonlyArray<
		readonly [string, (found: ReturnType<typeof at>) => unknown, unknown]
	> = [
		['anything', (found) => found.optional('x', 'Limit'), undefined],
		['text', (found) => found.optionalText('x', 'Limit'), undefined],
		['a choice', (found) => found.choice('x', 'Limit', ['items', 'summary']), 'items'],
		['true or false', (found) => found.optionalFlag('x', 'Limit'), undefined],
		['a flag', (found) => found.flag('x', 'Limit'), false],
		['a whole number', (found) => found.wholeNumber('x', 'Limit', 50), 50],
		['seconds', (found) => found.milliseconds('x', 'Limit', 5), 5000],
	];
	const nothing = [undefined, null, ''];

	test.each(readers)('on the panel keeps its default: %s', (_, read, expected) => {
		for (const value of nothing) expect(read(at({ x: value }))).toEqual(expected);
		expect(read(at({}))).toEqual(expected);
	});

	test.each(readers)('by an expression is refused by its name: %s', (_, read) => {
		for (const value of nothing) {
			expect(() => read(at({ x: () => value }))).toThrow(
				expect.objectContaining({
					message: 'Limit is empty.',
					explanation: {
						advice: 'Fill in Limit, or check what its expression gives for this item.',
					},
				}),
			);
		}
	});

	test('is left out for an ID that need not be, and refused for one that must', () => {
		for (const value of [...nothing, () => undefined, () => null, () => '']) {
			expect(at({ x: value }).optionalId('x', 'User ID')).toBeUndefined();
			expect(() => at({ x: value }).id('x', 'Tracker ID')).toThrow('Tracker ID is empty.');
			expect(() => at({ x: value }).consoleId('x', 'Tracker ID')).toThrow('Tracker ID is empty.');
		}
	});
});

describe('an ID that was copied', () => {
	test.each(['"abc"', "'abc'", '`abc`', '“abc”', '„abc“', '«abc»', '‘abc’', '""'])(
		'is refused within quotation marks: %s',
		(id) => {
			for (const read of ['consoleId', 'id', 'optionalId'] as const) {
				expect(() => at({ x: id })[read]('x', 'Store ID')).toThrow(
					new InputError('Store ID is within quotation marks.'),
				);
			}
		},
	);

	test('is refused as an address, which is not shown, since the API key may be part of it', () => {
		const address = 'https://kainic.example/a/b?api_key=k12345678';
		expect(() => at({ x: address }).consoleId('x', 'Tracker ID')).toThrow(
			new InputError('Tracker ID is an address (it holds "://").'),
		);
	});

	test('may hold any other sign, since Kainic documents no form', () => {
		for (const id of ['a"b', "o'neill", "'s-Gravenhage", '"', '"a\'', 'a:b/c', 'ü ;,[]']) {
			expect(at({ x: id }).consoleId('x', 'Store ID')).toBe(id);
		}
		fc.assert(
			fc.property(fc.stringMatching(/^\w[\w.:;,/ -]*\w$/), (id) => {
				fc.pre(!id.includes('://'));
				expect(at({ x: id }).consoleId('x', 'Store ID')).toBe(id);
			}),
		);
	});
});

describe('a parameter that has one value for the whole run', () => {
	const number: INodeProperties = {
		displayName: 'Concurrency (Requests)',
		name: 'n',
		type: 'number',
		default: 1,
		noDataExpression: true,
	};
	const collection: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		options: [number, { ...number, name: 'free', noDataExpression: false }],
	};
	const refuse = (values: Values) => () =>
		refuseExpressions(parametersOf(values), [number, collection]);

	test('takes no expression, whatever it gives, in a collection neither', () => {
		const refusal = new InputError('Concurrency takes no expression.');
		expect(refuse({ n: () => 3 })).toThrow(refusal);
		expect(refuse({ 'options.n': () => 3 })).toThrow(refusal);
	});

	test('takes a value, and other parameters an expression', () => {
		expect(refuse({ n: 3, 'options.n': 3, 'options.free': () => 3 })).not.toThrow();
	});
});
