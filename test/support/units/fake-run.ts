import type {
	IBinaryData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { Connection } from '../../../nodes/shared/kainic/connection';
import type { RunContext } from '../../../nodes/shared/operation';
import { isPlainObject } from '../../../nodes/shared/values';
import type { ParameterSource } from '../../../nodes/shared/panel/expressions';
import { Parameters } from '../../../nodes/shared/panel/parameters';

/** Values of parameters; a function stands for an expression, and gets the item's index. */
export type Panel = Readonly<Record<string, unknown>>;

const demo: Connection = {
	credential: {},
	baseUrl: 'https://kainic.example',
	projectId: 'demo',
	apiKey: 'secret-key',
};

/** A panel as n8n gives it to a node. Every expression is left to n8n. */
export function parametersOf(
	panel: Panel,
	properties: readonly INodeProperties[] = [],
): Parameters {
	const getNodeParameter: ParameterSource['getNodeParameter'] = (name, index, fallback, options) =>
		resolve(lookUp(panel, name) ?? fallback, options?.rawExpressions === true ? null : index);
	const source = {
		getNodeParameter,
		evaluateExpression: () => '',
		getInputData: () => [],
		getNode: () => ({ name: 'Send Events' }),
	};
	return new Parameters(source, properties);
}

/** Values of a collection stand under its name: the path of a name is looked up as far as it goes. */
function lookUp(panel: unknown, name: string): unknown {
	if (typeof panel !== 'object' || panel === null) return undefined;
	if (Object.hasOwn(panel, name)) return Reflect.get(panel, name);
	const inner = Object.keys(panel).find((key) => name.startsWith(`${key}.`));
	return inner === undefined
		? undefined
		: lookUp(Reflect.get(panel, inner), name.slice(inner.length + 1));
}

/** Evaluates expressions at any depth for an item; for `null` they stay as they are. */
function resolve(value: unknown, index: number | null): unknown {
	if (typeof value === 'function') {
		return index === null ? '={{ $itemIndex }}' : Reflect.apply(value, undefined, [index]);
	}
	if (Array.isArray(value)) return value.map((entry) => resolve(entry, index));
	if (!isPlainObject(value)) return value;
	const entries = Object.entries(value);
	return Object.fromEntries(entries.map(([name, entry]) => [name, resolve(entry, index)]));
}

export interface FakeRun {
	readonly items: readonly INodeExecutionData[];
	readonly panel?: Panel;
	readonly properties?: readonly INodeProperties[];
	readonly files?: ReadonlyMap<number, string>;
	readonly connection?: Connection;
	readonly runsAsTool?: boolean;
	readonly executesOnce?: boolean;
	/** Which run of the node it is in its execution. */
	readonly runIndex?: number;
	/** What the node has noted in its execution. */
	readonly notes?: Record<string, unknown>;
	readonly context?: Partial<IExecuteFunctions>;
}

/** A run that shows a node nothing but its items and parameters. */
export function fakeRun(given: FakeRun): RunContext {
	const { items, panel = {}, files = new Map<number, string>() } = given;
	const parameters = parametersOf(panel, given.properties);
	return {
		context: contextOf(given),
		items: items.map((item, index) => withFile(item, files.get(index))),
		parameters,
		runParameters: parameters.at(0),
		connection: given.connection ?? demo,
		runsAsTool: given.runsAsTool ?? false,
		cancel: undefined,
	};
}

/** The part of n8n's context that only Kainic Catalog uses. */
function contextOf({
	runIndex = 0,
	notes = {},
	executesOnce,
	context,
}: FakeRun): IExecuteFunctions {
	return Object({
		getNode: () => ({ name: 'Kainic Catalog', executeOnce: executesOnce }),
		evaluateExpression: (text: string) => (text === '{{ $runIndex }}' ? runIndex : null),
		getContext: () => notes,
		getExecutionCancelSignal: () => undefined,
		logger: { info: () => undefined },
		helpers: {
			getBinaryDataBuffer: async (_: number, { data }: IBinaryData) => Buffer.from(data, 'base64'),
		},
		...context,
	});
}

/** The item with a file in memory, as n8n keeps it. */
function withFile(item: INodeExecutionData, content: string | undefined): INodeExecutionData {
	if (content === undefined) return item;
	const data = Buffer.from(content).toString('base64');
	return {
		...item,
		binary: { data: { data, mimeType: 'application/json', fileName: 'feed.json' } },
	};
}
