import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../../../nodes/shared/failure';
import { Parameters, readRunOptions } from '../../../nodes/shared/n8n/parameters';

/** A function stands for an expression. */
type Values = Readonly<Record<string, unknown>>;

function isExpression(value: unknown): value is (itemIndex: number) => unknown {
	return typeof value === 'function';
}

/** Parameters of a node; a function stands for an expression, and is called for each item. */
function parametersOf(values: Values) {
	const asked: string[] = [];
	const getNodeParameter = jest.fn(
		(
			name: string,
			itemIndex: number,
			fallback: unknown,
			options?: { rawExpressions?: boolean },
		) => {
			const value = name in values ? values[name] : fallback;
			if (options?.rawExpressions === true) return isExpression(value) ? '={{ x }}' : value;
			asked.push(`${name} ${itemIndex}`);
			return isExpression(value) ? value(itemIndex) : value;
		},
	) as jest.Mock;
	return { parameters: new Parameters({ getNodeParameter }), asked };
}

function at(values: Values, itemIndex = 0) {
	return parametersOf(values).parameters.at(itemIndex);
}

const timeSlice = { isOver: () => false, renew: () => {}, yieldToEventLoop: async () => {} };

describe('a parameter without an expression', () => {
	test('is resolved once for all items, one with an expression for each', () => {
		const { parameters, asked } = parametersOf({ a: 'x', b: (index: number) => `y${index}` });
		for (const index of [0, 1, 2]) {
			expect(parameters.at(index).id('a', 'A')).toBe('x');
			expect(parameters.at(index).id('b', 'B')).toBe(`y${index}`);
		}
		expect(asked).toEqual(['a 0', 'b 0', 'b 1', 'b 2']);
	});
});

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

describe('options of the whole run', () => {
	const options: INodeProperties[] = [
		{
			displayName: 'Concurrency (Requests)',
			name: 'n',
			type: 'number',
			default: 1,
			noDataExpression: true,
		},
	];

	test('take an expression that gives the same for all items', async () => {
		const { parameters } = parametersOf({ n: () => 3 });
		const run = await readRunOptions(parameters, options, 5, timeSlice);
		expect(run.wholeNumber('n', 'Concurrency', 1)).toBe(3);
	});

	test('are refused, by their name and the items, if they differ', async () => {
		const { parameters } = parametersOf({ n: (index: number) => (index === 4 ? 2 : 1) });
		await expect(readRunOptions(parameters, options, 5, timeSlice)).rejects.toThrow(
			'Concurrency holds for the whole run, but its expression gives 1 for item 0 and 2 for item 4.',
		);
	});

	test('are those of the panel that take no expression, in its collections as well', async () => {
		const collection: INodeProperties = {
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			default: {},
			options: [...options, { ...options[0]!, name: 'free', noDataExpression: false }],
		};
		const differing = (name: string) =>
			readRunOptions(
				parametersOf({ [name]: (index: number) => index }).parameters,
				[collection],
				2,
				timeSlice,
			);
		await expect(differing('options.n')).rejects.toThrow('Concurrency holds for the whole run');
		await expect(differing('options.free')).resolves.toBeDefined();
		await expect(differing('n')).resolves.toBeDefined();
	});

	test('are not read item by item without an expression', async () => {
		const { parameters, asked } = parametersOf({ n: 3 });
		await readRunOptions(parameters, options, 1000, timeSlice);
		expect(asked).toEqual([]);
	});

	test('yield to the event loop while they are compared', async () => {
		let yields = 0;
		const impatient = {
			...timeSlice,
			isOver: () => true,
			yieldToEventLoop: async () => {
				yields += 1;
			},
		};
		await readRunOptions(parametersOf({ n: () => 3 }).parameters, options, 10, impatient);
		expect(yields).toBe(9);
	});
});
