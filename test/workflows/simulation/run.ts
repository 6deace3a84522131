import { DateTime } from 'luxon';
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import type { DataTables } from './data-table';
import { ExpressionError, resolve, UnknownError, type Variables } from './expressions';
import type { Shop } from './http-request';
import type { Collector } from './kainic-event';
import { nodeTypes } from './nodes';

export interface Item {
	readonly json: JsonObject;
}

type Outputs = ReadonlyArray<readonly Item[]>;

/** A kind of node, as n8n runs it. */
export interface NodeType {
	/** The parameters that the simulation knows, as `path=value`. */
	readonly parameters: RegExp;
	/** Undefined for a node that starts a run. */
	readonly execute?: (context: NodeContext) => Outputs | Promise<Outputs>;
}

/** What a run needs of its surroundings. */
export interface Surroundings {
	/** Every step of a run waits here. It never goes on if n8n was killed meanwhile. */
	pause(): Promise<void>;
	wait(milliseconds: number): Promise<void>;
	readonly timezone: string;
	readonly tables: DataTables;
	readonly shop: Shop;
	readonly collect: Collector;
	/** Answers the request that started the run. */
	respond(status: number, body: unknown): void;
}

interface Node extends ReturnType<typeof readParameters> {
	readonly name: string;
	readonly settings: JsonObject;
	/** Its connections to other nodes, in the order in which n8n runs these. */
	readonly next: ReadonlyArray<{ readonly output: number; name: string; readonly input: number }>;
	readonly inputs: number;
	readonly outputs: number;
}

export type Workflow = ReadonlyMap<string, Node>;

const settingNames =
	/^(name|type|typeVersion|position|id|parameters|credentials|webhookId|executeOnce|retryOnFail|maxTries|waitBetweenTries|alwaysOutputData|onError)$/;

/** Reads a workflow. Throws if it has something that the simulation does not know. */
export function readWorkflow(file: WorkflowFile): Workflow {
	if (objectOf(file['settings'], 'settings')['executionOrder'] !== 'v1')
		throw new UnknownError('The simulation knows executionOrder v1 only.');
	const wires = Object.entries(file.connections).flatMap(([from, connections]) =>
		arrayOf(valueAt(connections, 'main'), from).flatMap((targets, output) =>
			[targets ?? []].flat().map((target) => {
				const { node, index, type } = objectOf(target, from);
				if (type !== 'main') throw new UnknownError(`${from} has the connection ${String(type)}.`);
				return { from, output, name: String(node), input: Number(index) };
			}),
		),
	);
	const shown = file.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	// n8n runs what is further up first, then what is further left.
	shown.sort(({ position: a }, { position: b }) => {
		const [[x, y], [otherX, otherY]] = [arrayOf(a, 'position'), arrayOf(b, 'position')];
		return Number(y) - Number(otherY) || Number(x) - Number(otherX);
	});
	const names = shown.map(({ name }) => name);
	wires.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
	const nodes = shown.map((settings): readonly [string, Node] => {
		const name = textOf(settings, 'name');
		const next = wires.filter(({ from }) => from === name);
		const inputs = Math.max(1, ...wires.map((wire) => (wire.name === name ? wire.input + 1 : 1)));
		const outputs = Math.max(1, ...next.map(({ output }) => output + 1));
		return [name, { name, settings, next, inputs, outputs, ...readParameters(settings, name) }];
	});
	return new Map(nodes);
}

function readParameters(settings: JsonObject, name: string) {
	const parameters = objectOf(settings['parameters'], name);
	const kind = `${textOf(settings, 'type')} ${textOf(settings, 'typeVersion')}`;
	const type = nodeTypes.get(kind);
	if (type === undefined) throw new UnknownError(`The simulation does not know ${kind}.`);
	const unknown = [
		...Object.keys(settings).filter((key) => !settingNames.test(key)),
		...pathsOf(parameters, '').filter((path) => !type.parameters.test(path)),
	];
	if (unknown.length === 0) return { parameters, type };
	throw new UnknownError(`${name}: the simulation does not know ${unknown.join(', ')}.`);
}

/** Each value as `path=value`. A list has `[]`. */
function pathsOf(value: unknown, path: string): string[] {
	if (Array.isArray(value)) return value.flatMap((each) => pathsOf(each, `${path}[]`));
	if (!isObject(value)) return [`${path.slice(1)}=${String(value)}`];
	return Object.entries(value).flatMap(([name, each]) => pathsOf(each, `${path}.${name}`));
}

/** The value on a path such as `options.timeout`; undefined if it is not there. */
export function valueAt(value: unknown, path: string): unknown {
	const stepIn = (found: unknown, step: string) => (isObject(found) ? found[step] : undefined);
	return path.split('.').reduce(stepIn, value);
}

/** One run of a workflow. */
export class Run {
	/** What each node that ran passed on, and when. */
	readonly executed = new Map<string, { readonly outputs: Outputs; readonly at: number }>();
	/** The node that failed, and its message; null if the run is green so far. */
	failure: { readonly node: string; readonly message: string } | null = null;

	/** Nodes with several inputs, and those that they got. */
	private readonly waiting = new Map<string, Array<readonly Item[] | undefined>>();

	constructor(
		readonly workflow: Workflow,
		readonly about: { readonly id: string; readonly name: string },
		readonly surroundings: Surroundings,
	) {}

	async execute(start: string, items: readonly Item[]): Promise<void> {
		const stack = [{ node: this.node(start), inputs: [items] }];
		for (let next = stack.shift(); next !== undefined; next = stack.shift()) {
			const { node, inputs } = next;
			try {
				const outputs = await this.executeNode(node, inputs);
				this.executed.set(node.name, { outputs, at: Date.now() });
				stack.unshift(...this.following(node, outputs));
			} catch (error) {
				this.failure = { node: node.name, message: messageOf(error) };
				return;
			}
			if (stack.length > 0 || this.waiting.size === 0) continue;
			// A node with several inputs runs with those that it got if nothing else is left to run.
			const [[name = '', partly = []] = []] = this.waiting;
			this.waiting.delete(name);
			stack.push({ node: this.node(name), inputs: partly.map((input) => input ?? []) });
		}
	}

	private following({ next }: Node, outputs: Outputs) {
		return next.flatMap(({ output, name, input }) => {
			const given = outputs[output] ?? [];
			if (given.length === 0) return [];
			const node = this.node(name);
			const inputs = this.waiting.get(name) ?? Array.from({ length: node.inputs });
			if (inputs[input]) throw new UnknownError(`${name} gets input ${input} twice.`);
			inputs[input] = given;
			this.waiting.set(name, inputs);
			if (inputs.includes(undefined)) return [];
			this.waiting.delete(name);
			return [{ node, inputs: inputs.map((each) => each ?? []) }];
		});
	}

	/** As often as "Retry On Fail" says, and then as "On Error" says. */
	private async executeNode(node: Node, inputs: Outputs): Promise<Outputs> {
		const { retryOnFail, maxTries, waitBetweenTries, onError = 'stopWorkflow' } = node.settings;
		if (node.type.execute === undefined) return inputs;
		const tries = retryOnFail === true ? Math.min(5, Math.max(2, Number(maxTries ?? 3))) : 1;
		const context = new NodeContext(this, node, inputs);
		for (let left = tries - 1; ; left -= 1) {
			await this.surroundings.pause();
			try {
				const outputs = await node.type.execute(context);
				const isFailed = Boolean(outputs[0]?.[0]?.json['error']);
				if (!isFailed || left === 0) return finished(node, outputs);
			} catch (error) {
				if (left === 0 && onError === 'stopWorkflow') throw error;
				// n8n passes the input on as a success.
				if (left === 0) return [inputs[0] ?? []];
			}
			await this.surroundings.wait(Math.min(5_000, Number(waitBetweenTries ?? 1_000)));
		}
	}

	private node(name: string): Node {
		const node = this.workflow.get(name);
		if (node === undefined) throw new UnknownError(`There is no node "${name}".`);
		return node;
	}

	/** What `$('name')` is. */
	readonly see = (name: string) => {
		const own = this.executed.get(name);
		const { parameters: params, outputs: count } = this.node(name);
		const all = (): Item[] => {
			if (own === undefined) throw new ExpressionError(`Node '${name}' hasn't been executed`);
			if (count > 1) throw new UnknownError(`${name} has several outputs.`);
			return [...(own.outputs[0] ?? [])];
		};
		return {
			...{ isExecuted: own !== undefined, params, all, first: () => all()[0] },
			get item(): never {
				throw new UnknownError(`The simulation does not know $('${name}').item.`);
			},
		};
	};
}

export const messageOf = (error: unknown) => String(Object(error).message ?? error);

/** What n8n does with the output of a node. */
function finished({ settings, outputs: count }: Node, outputs: Outputs): Outputs {
	const [first = []] = outputs;
	if (first.length === 0 && settings['alwaysOutputData'] === true)
		return [[{ json: {} }], ...outputs.slice(1)];
	if (settings['onError'] !== 'continueErrorOutput') return outputs;
	if (count > 2) throw new UnknownError('An error branch of several outputs.');
	const isError = ({ json }: Item): boolean =>
		Boolean(json['error']) &&
		Object.keys(json).every((key) => /^(error|message|details)$/.test(key));
	return [first.filter((item) => !isError(item)), first.filter(isError)];
}

/** A node at work, as its type sees it. */
export class NodeContext {
	/** The items of the first input that has any: only the first item if the node executes once. */
	readonly items: readonly Item[];
	readonly inputs: Outputs;
	/** Whether a failure of an item does not stop the node. */
	readonly continues: boolean;

	constructor(
		readonly run: Run,
		readonly node: Node,
		inputs: Outputs,
	) {
		const { executeOnce, onError } = node.settings;
		this.inputs = executeOnce === true ? inputs.map((items) => items.slice(0, 1)) : inputs;
		this.items = this.inputs.find(({ length }) => length > 0) ?? [];
		this.continues = /^continue/.test(String(onError));
	}

	/** A parameter as it is written, by the names on its path; undefined if it is not there. */
	raw(path: string): unknown {
		return valueAt(this.node.parameters, path);
	}

	/** A value with its expressions evaluated for an item. */
	resolve(raw: unknown, index: number, more: Variables = {}): unknown {
		const { see: $, about: $workflow, surroundings } = this.run;
		const $json = this.items[index]?.json;
		const now = { get: () => DateTime.now().setZone(surroundings.timezone) };
		const known = { $json, $itemIndex: index, $, $workflow, ...more };
		return resolve(raw, Object.defineProperty(known, '$now', now));
	}

	/** A parameter with the values of its expressions for an item. */
	parameter(path: string, index = 0, more: Variables = {}): unknown {
		return this.resolve(this.raw(path), index, more);
	}
}
