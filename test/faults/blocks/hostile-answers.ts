import { caseOf, nodeCases } from '../../cases';
import { list, quick, success, type Answer, type BlockCase } from './block-case';
import { inputCases } from './large-inputs';

const megabyte = 1024 * 1024;

/** Raw characters, as a page holds them. */
const floods: ReadonlyArray<readonly [string, string]> = [
	...['\\', '%', '&', '"', '<', '+', '/', '\\u0000'].map((text) => [`\`${text}\``, text] as const),
	["the key's first character", 's'],
	['beginnings of the key', 'sentinel7f3a-plain-ke'],
];

const flood = (text: string) => text.repeat(Math.floor(megabyte / text.length));

/** The same inside a JSON text, where a quote and a lone backslash need another. */
const jsonFlood = (text: string) => flood(text === '\\' || text === '"' ? `\\${text}` : text);

interface HostileAnswer {
	readonly name: string;
	readonly answer: Answer;
}

const floodAnswers = floods.flatMap(([name, text]): readonly HostileAnswer[] => {
	const what = `an answer with 1 MB of ${name}`;
	const inJson = jsonFlood(text);
	const refusing = Buffer.from(`{"status":"fail","message":"${inJson}"}`);
	return [
		{ name: `${what}: a page`, answer: { status: 502, body: Buffer.from(flood(text)) } },
		{ name: `${what}: a refusal`, answer: { status: 400, body: refusing } },
		{ name: `${what}: data`, answer: success(`{"items":[{"item_id":"${inJson}"}]}`) },
	];
});

const deep = '['.repeat(190) + ']'.repeat(190);

const names = (count: number) =>
	`{${Array.from({ length: count }, (_, index) => `"name-${index}":0`).join(',')}}`;

const shapes: ReadonlyArray<readonly [string, Answer]> = [
	['5 million `[`', { status: 200, body: Buffer.alloc(5_000_000, '[') }],
	['5 million `[` in its data', success('['.repeat(5_000_000))],
	['200 levels of nesting, again and again', success(list(450, deep))],
	['2,000,000 elements', success(list(2_000_000, '0'))],
	['99,000 elements', success(list(99_000, '0'))],
	['49,000 empty recommendations', success(list(49_000, '{}'))],
	['20 MB', success(`"${'x'.repeat(20 * megabyte)}"`)],
	['3.9 MB in one text', success(`{"items":[{"title":"${'x'.repeat(3.9 * megabyte)}"}]}`)],
	['an object of 100,000 names', success(names(100_000))],
	['an object of 9,900 names', success(`{"items":[${names(9_900)}]}`)],
];

const shapeAnswers = shapes.map(([name, answer]): HostileAnswer => {
	return { name: `an answer with ${name}`, answer };
});

/** Nothing takes Node.js as long to parse as different names. */
const parsing = 500;

const answerCase = (hostile: HostileAnswer, node: string): BlockCase => {
	const { items, parameters, options } = caseOf(node);
	const all = { ...parameters, options: { ...options, ...quick, limit: 1_000_000 } };
	const more = hostile.name.includes('100,000 names') ? { parsing } : {};
	return { ...hostile, ...more, node, items: items.slice(0, 1), together: 1, parameters: all };
};

/** Requests that a node can have under way at once. */
const manyAtOnce = 30;

const togetherCase = (name: string, answer: Answer): BlockCase => {
	const { node, items, parameters } = answerCase({ name, answer }, 'kainicPredict');
	return {
		...{ name, node, answer, together: manyAtOnce },
		items: Array.from({ length: manyAtOnce }, () => items[0] ?? {}),
		parameters: { ...parameters, options: { ...quick, concurrency: manyAtOnce } },
	};
};

/** What is read quickly of one answer takes long of many that come at the same moment. */
const togetherCases = [
	togetherCase(`${manyAtOnce} answers at once with 32 KB of \`&amp\``, {
		status: 502,
		body: Buffer.from('&a&ampa'.repeat(4_700)),
	}),
	togetherCase(
		`${manyAtOnce} answers at once with 95,000 elements and an escape`,
		success(`{"items":[{"title":"\\u00e9","sizes":${list(95_000, '7')}}]}`),
	),
];

/** All nodes read in the same way; of floods a node that reads all, and one that reads what its data holds. */
export const blockCases: readonly BlockCase[] = [
	...inputCases.map((each) => ({ ...each, together: 1 })),
	...shapeAnswers.flatMap((hostile) => nodeCases.map(({ type }) => answerCase(hostile, type))),
	...floodAnswers.flatMap((hostile) =>
		['kainicPredict', 'kainicCatalog'].map((node) => answerCase(hostile, node)),
	),
	...togetherCases,
];
