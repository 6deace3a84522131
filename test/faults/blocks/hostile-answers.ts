import { caseOf } from '../../support/node-cases';
import { failText } from '../table/answers';
import { apiKey, list, quick, success, type Answer, type BlockCase } from './block-case';
import { inputCases } from './large-inputs';

const megabyte = 1024 * 1024;

/** Just below the limit of a response. */
const flood = (text: string) => text.repeat(Math.floor((7.9 * megabyte) / text.length));

const beginning = 'sentinel7f3a-plain-ke';

const inJsonTwice = (text: string) =>
	text.replace(/./g, (sign) => `\\\\u00${sign.charCodeAt(0).toString(16)}`);

/** nodes/shared/send/api-key.test.ts has more that looks like a key. */
const floods: ReadonlyArray<readonly [name: string, answer: Answer]> = [
	['8 MB of `&`', { status: 502, body: Buffer.from(flood('&')) }],
	['8 MB of `&amp;`', { status: 502, body: Buffer.from(flood('&amp;')) }],
	['8 MB of backslashes', success(`{"items":[{"item_id":"${flood('\\\\')}"}]}`)],
	['8 MB of beginnings of the key', { status: 400, body: Buffer.from(failText(flood(beginning))) }],
	[
		'8 MB of beginnings of the key in escapes',
		{ status: 502, body: Buffer.from(flood(inJsonTwice(beginning))) },
	],
];

const names = (count: number) =>
	`{${Array.from({ length: count }, (_, index) => `"name-${index}":0`).join(',')}}`;

const manyNames = 'an object of 60,000 names';

const levels = success(list(450, '['.repeat(190) + ']'.repeat(190)));

/** A key of digits is looked for in each. */
const numbers = success(list(300_000, '7'));

const shapes: ReadonlyArray<readonly [name: string, answer: Answer]> = [
	['9 million `[`', { status: 200, body: Buffer.alloc(9_000_000, '[') }],
	['9 million `[` in its data', success('['.repeat(9_000_000))],
	['5 million `[` in its data', success('['.repeat(5_000_000))],
	['200 levels, again and again', levels],
	['99,000 elements', success(list(99_000, '0'))],
	['49,000 empty recommendations', success(list(49_000, '{}'))],
	['20 MB', success(`"${'x'.repeat(20 * megabyte)}"`)],
];

/** Large, but not too large for one response of Kainic. */
const largeData: ReadonlyArray<readonly [name: string, answer: Answer]> = [
	['0.9 MB in one text', success(`{"items":[{"title":"${'x'.repeat(0.9 * megabyte)}"}]}`)],
	[manyNames, success(names(60_000))],
	['an object of 9,900 names', success(`{"items":[${names(9_900)}]}`)],
];

/** Nothing takes Node.js as long to parse as different names. */
const parsing = 500;

/** @param together requests that get the answer at the same moment */
const answerCase = (
	node: string,
	[name, answer]: readonly [string, Answer],
	together = 1,
	key = apiKey,
): BlockCase => {
	const { items, parameters, options } = caseOf(node);
	// A run begins with half of its concurrency.
	const more = { ...quick, limit: 1_000_000, concurrency: 2 * together };
	return {
		...{ name: `an answer with ${name}`, answer, node, together, apiKey: key },
		...(name === manyNames && { parsing }),
		items: Array.from({ length: together }, () => items[0] ?? {}),
		parameters: { ...parameters, options: { ...options, ...more } },
	};
};

const severalRequests = 10;

/** All nodes read in the same way. */
export const blockCases: readonly BlockCase[] = [
	...inputCases.map((each) => ({ ...each, together: 1, apiKey })),
	...[...shapes, ...largeData, ...floods].map((given) => answerCase('kainicPredict', given)),
	...largeData.map((given) => answerCase('kainicEvent', given)),
	// They are read quickly, but long if ten of them come at the same moment.
	answerCase('kainicPredict', ['200 levels, ten times', levels], severalRequests),
	answerCase('kainicPredict', ['numbers, ten times', numbers], severalRequests, '12345678'),
];
