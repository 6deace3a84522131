import type { INodeParameters } from 'n8n-workflow';
import { titledCases, type NamedCase } from '../../support/node-cases';
import { linksOf } from '../../faults/support/outcomes';
import { errorOf, openNodes } from '../../support/engine/with-emulator';
import { turns, type NodeResult } from '../../support/engine';
import { contextsOf, optionsOf, type PanelOption } from './panel';
import { rows, type Row } from './rows';

const shop = openNodes();

/** An option of a node, next to the parameters that decide what its panel shows. */
interface Trial {
	readonly node: NamedCase;
	readonly option: PanelOption;
	readonly row: Row;
	readonly context: INodeParameters;
}

type Value = INodeParameters[string];

/** Two items with these values. */
const both = (...values: readonly [unknown, unknown]) => new Map(values.entries());

const ofItem = '={{ $json.value }}';

function trialsOf(node: NamedCase): readonly Trial[] {
	return optionsOf(node).flatMap((option) => {
		const row = rows[`${node.type}.${option.name}`] ?? rows[option.name];
		if (row === undefined) throw new Error(`rows.ts has no row for ${option.name}.`);
		const own = option.name in (contextsOf(node)[0] ?? {}) ? { [option.name]: row.values[0] } : {};
		const needs = Object.entries({ ...own, ...row.only });
		const contexts = contextsOf(node).filter(
			(context) =>
				option.isShown(context) && needs.every(([name, value]) => context[name] === value),
		);
		if (contexts.length === 0) throw new Error(`The panel never shows ${option.label}.`);
		return contexts.map((context) => ({ node, option, row, context }));
	});
}

const fileOf = (content: string) => ({ content: Buffer.from(content), fileName: 'feed.json' });

/** Runs a node on the items of its case. `values` by the index of the item; `written` is in the workflow. */
async function run(
	{ node, option, row, context }: Trial,
	values: ReadonlyMap<number, unknown>,
	written: Value,
	requests?: number,
) {
	shop.emulator.reset();
	shop.emulator.inject(...(row.faults ?? []));
	const { options: own, ...tried } = option.write(row.write?.(written) ?? written);
	const common = { maxAttempts: 1, concurrency: 1, timeout: 10 };
	const inputItems = [...values].map(([index, value]) => ({
		json: Object({ ...node.items[index], value }),
		files: {
			data: fileOf(row.file ?? '[{"item_id":"data"}]'),
			other: fileOf('[{"item_id":"other"}]'),
		},
	}));
	const cancelWhen = async () => {
		while (shop.requests() !== requests) await turns(1);
		await turns();
	};
	const result = await shop.run(node, {
		...{ items: [], inputItems, onError: 'continueErrorOutput' },
		...(requests !== undefined && { cancelWhen }),
		parameters: {
			...{ ...node.parameters, ...node.otherSources, ...context, ...row.parameters, ...tried },
			options: { ...node.options, ...common, ...row.options, ...Object(own) },
		},
	});
	return { result, ...seenOf(result, [...values.keys()]) };
}

type Ran = Awaited<ReturnType<typeof run>>;

/** What Kainic got, event by event or request by request, and what each item became. */
function seenOf(result: NodeResult, indexes: readonly number[]) {
	const { requests, events, maxInFlight } = shop.emulator.world.ledger;
	const sent = requests.flatMap(({ number, path, headers, body, form }): unknown[] => {
		// Those tell the length of the request, and where its parts end.
		const { 'content-length': _length, 'content-type': _type, ...others } = headers;
		const place = { path, headers: others };
		const own = events.filter(({ request }) => request === number);
		return own.length > 0
			? own.map(({ event }) => ({ ...place, event }))
			: [{ ...place, body, form }];
	});
	const lanes = [...result.outputs, result.errorBranch];
	const became = indexes.map((_, position) => {
		const own = lanes.map((lane) => lane.filter((item) => linksOf(item).includes(position)));
		const texts = own.map((lane) => JSON.stringify(lane.map(({ json }) => json)));
		return texts.map((text) => text.replace(/ \[item \d+\]|"requestEvents":\d+,/g, ''));
	});
	const count = result.outputs.flat().length;
	const ofRun = { requests: requests.length, maxInFlight, count };
	const text = `${JSON.stringify({ sent, ...ofRun })} ${became.flat().join(' ')}`;
	return { sent, became, text };
}

/** What is wrong with what a value did. */
function problemOf({ row: { seen, values } }: Trial, position: number, text: string): string[] {
	const expected = values.map((value, index) =>
		typeof seen === 'string' ? seen.replace('*', String(value)) : (seen[index] ?? ''),
	);
	return expected.flatMap((each, index) => {
		if (text.includes(each) === (index === position)) return [];
		return [`value ${position}: ${index === position ? 'not seen' : 'seen'}: ${each} in ${text}`];
	});
}

async function differencesOfItems(trial: Trial): Promise<string[]> {
	const [first = null, second = null] = trial.row.values;
	const alone = [
		await run(trial, new Map([[0, first]]), first),
		await run(trial, new Map([[1, second]]), second),
	];
	const { sent, became } = await run(trial, both(first, second), ofItem);
	const differences = alone.flatMap(({ text }, index) => problemOf(trial, index, text));
	const got = JSON.stringify({ sent, became });
	const expected = JSON.stringify({
		sent: alone.flatMap((each) => each.sent),
		became: alone.flatMap((each) => each.became),
	});
	return got === expected
		? differences
		: [...differences, `together ${got}, but alone ${expected}`];
}

async function differencesOfRuns(trial: Trial): Promise<string[]> {
	const differences: string[] = [];
	const { values, requestsAtOnce } = trial.row;
	const items = both(values[0], values[1]);
	for (const [index, value] of values.entries()) {
		const { text } = await run(trial, items, value, requestsAtOnce?.[index]);
		differences.push(...problemOf(trial, index, text));
	}
	return [...differences, ...refusalOf(trial, await run(trial, items, ofItem), [0, 1])];
}

/** What is wrong with a refusal of these items. */
function refusalOf(
	{ option, row }: Trial,
	{ result, sent }: Ran,
	refused: readonly number[],
	reason = row.named ?? option.label,
): string[] {
	const isRefused = refused.every((index) =>
		result.errorBranch.some((item) => {
			const { message } = errorOf(item);
			// The field of a request has the name of the parameter, in small letters.
			const said = String(message).toLowerCase().replaceAll('"', "'");
			return linksOf(item).includes(index) && said.includes(reason.toLowerCase());
		}),
	);
	const messages = result.errorBranch.map((item) => errorOf(item).message).join(' ');
	const isSent = sent.length > 2 - refused.length;
	return isRefused && !isSent ? [] : [`not refused: ${result.error?.message ?? messages}`];
}

/** What is wrong with the first item, which must go although the second does not. */
function otherProblems({ option, row }: Trial, { result, sent }: Ran): string[] {
	const isFailed = result.errorBranch.some((item) => linksOf(item).includes(0));
	const count = option.name === 'validateOnly' ? 0 : 1;
	if (isFailed === (row.isRefused ?? false) && sent.length === count) return [];
	return [`the other item ${isFailed ? 'failed' : 'did not fail'}, ${sent.length} were sent`];
}

const isForRun = ({ row, option }: Trial) =>
	row.isForRun === true || option.property.noDataExpression === true;

describe.each(titledCases)('%s', (_, node) => {
	const trials = trialsOf(node);
	const failuresOf = async (
		chosen: readonly Trial[],
		look: (trial: Trial) => Promise<readonly string[]>,
	) => {
		expect(chosen).not.toHaveLength(0);
		const failures: string[] = [];
		for (const trial of chosen) {
			const { option, context } = trial;
			const found = await look(trial);
			failures.push(...found.map((each) => `${option.label}, ${JSON.stringify(context)}: ${each}`));
		}
		return failures;
	};
	/** Each option once, if possible where an item that is refused stops no other. */
	const once = [...new Set(trials.map(({ option }) => option))].flatMap((option) => {
		const own = trials.filter((trial) => trial.option === option);
		return own.find(({ context }) => context.syncMode !== 'full') ?? own.slice(0, 1);
	});

	test('each item gets the value of its own', async () => {
		const chosen = trials.filter((trial) => !isForRun(trial));
		expect(await failuresOf(chosen, differencesOfItems)).toEqual([]);
	}, 300_000);

	test('a run gets its value, and an expression for it is refused and named', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const chosen = trials.filter(
			(trial) => isForRun(trial) && (trial.row.waits !== true || once.includes(trial)),
		);
		const failures = await failuresOf(chosen, differencesOfRuns);
		jest.restoreAllMocks();
		expect(failures).toEqual([]);
	}, 300_000);

	test('an item whose expression returns nothing or a wrong value is refused alone', async () => {
		const chosen = once.filter((trial) => !isForRun(trial));
		const refusals = async (trial: Trial) => {
			const [first] = trial.row.values;
			const { isOptional, wrong = [{ a: 1 }, ['a'], true] } = trial.row;
			const nothing = isOptional === true && trial.option.property.required !== true;
			const found: string[] = [];
			for (const value of nothing ? wrong : [undefined, null, '', ...wrong]) {
				const ran = await run(trial, both(first, value), ofItem);
				const refused = [...refusalOf(trial, ran, [1]), ...otherProblems(trial, ran)];
				found.push(...refused.map((each) => `${JSON.stringify(value)}: ${each}`));
			}
			if (!nothing) return found;
			const { result } = await run(trial, new Map([[0, undefined]]), ofItem);
			return [...found, ...result.errorBranch.map((item) => String(errorOf(item).message))];
		};
		expect(await failuresOf(chosen, refusals)).toEqual([]);
	}, 300_000);

	test('an expression that was typed in Fixed mode is refused', async () => {
		const typed = async (trial: Trial) => {
			const result = await run(trial, both('x', 'x'), 'for {{ $json.value }}');
			const takesNone = trial.option.property.noDataExpression === true;
			const problem = takesNone ? 'cannot be an expression' : "set to 'Fixed'";
			return [...refusalOf(trial, result, [0, 1]), ...refusalOf(trial, result, [0, 1], problem)];
		};
		expect(await failuresOf(once, typed)).toEqual([]);
	}, 300_000);
});
