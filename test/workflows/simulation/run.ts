import { DateTime } from 'luxon';
import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../tools/n8n/json';
import type { WorkflowFile } from '../../../tools/n8n/workflows';
import type { DataTables } from './data-table';
import type { Shop } from './http-request';
import type { Collector } from './kainic-event';
import { nodeTypes } from './nodes';
import { ExpressionError, resolve, UnknownError, type Variables } from './expressions';

export interface Item {
	readonly json: JsonObject;
}

type Outputs = ReadonlyArray<readonly Item[]>;

/** A kind of node, as n8n runs it. */
export interface NodeType {
	/** The parameters that the simulation knows, as `path` or `path=value`. */
	readonly parameters: RegExp;
	/** Undefined for a node that starts a run. */
	readonly execute?: (context: NodeContext) => Promise<Outputs>;
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

export interface Node {
	readonly name: string;
	readonly parameters: JsonObject;
	readonly type: NodeType;
	readonly settings: JsonObject;
	/** Its connections to other nodes, in the order in which n8n runs these. */
	readonly next: ReadonlyArray<{
		readonly output: number;
		readonly name: string;
		readonly input: number;
	}>;
	readonly inputs: number;
	readonly outputs: number;
}

export type Workflow = ReadonlyMap<string, Node>;

const settingNames =
	/^(name|type|typeVersion|position|id|parameters|credentials|webhookId|executeOnce|retryOnFail|maxTries|waitBetweenTries|alwaysOutputData|onError)$/;

/** Reads a workflow. Throws if it has something that the simulation does not know. */
export function readWorkflow(file: WorkflowFile): Workflow {
	const { settings } = file;
	if (!isObject(settings) || settings['executionOrder'] !== 'v1')
		throw new UnknownError('The simulation knows executionOrder v1 only.');
	const wires = Object.entries(file.connections).flatMap(([from, connections]) => {
		const { main, ...others } = objectOf(connections, from);
		if (Object.keys(others).length > 0) throw new UnknownError(`${from} has other connections`);
		return arrayOf(main, from).flatMap((targets, output) =>
			arrayOf(targets ?? [], from).map((target) => {
				const { node: name, index } = objectOf(target, 'a connection');
				return { from, output, name: String(name), input: Number(index) };
			}),
		);
	});
	const shown = file.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	const positionOf = (name: string) => {
		const place = arrayOf(shown.find((each) => each['name'] === name)?.['position'], name);
		return place.map(Number);
	};
	// n8n runs what is further up first, then what is further left.
	const inOrder = (a: { readonly name: string }, b: { readonly name: string }): number => {
		const [[x = 0, y = 0], [otherX = 0, otherY = 0]] = [positionOf(a.name), positionOf(b.name)];
		return y - otherY || x - otherX;
	};
	const nodes = shown.map((settings): Node => {
		const name = textOf(settings, 'name');
		const parameters = objectOf(settings['parameters'], name);
		const kind = `${textOf(settings, 'type')} ${textOf(settings, 'typeVersion')}`;
		const type = nodeTypes.get(kind);
		if (type === undefined) throw new UnknownError(`The simulation does not know ${kind}.`);
		const unknown = [
			...Object.keys(settings).filter((key) => !settingNames.test(key)),
			...pathsOf(parameters, '').filter((path) => !type.parameters.test(path)),
		];
		if (unknown.length > 0)
			throw new UnknownError(`${name}: the simulation does not know ${unknown.join(', ')}.`);
		const next = wires.filter(({ from }) => from === name).sort(inOrder);
		const inputs = wires.map((wire) => (wire.name === name ? wire.input + 1 : 1));
		return {
			...{ name, parameters, type, settings, next },
			inputs: Math.max(1, ...inputs),
			outputs: Math.max(1, ...next.map(({ output }) => output + 1)),
		};
	});
	return new Map(nodes.map((node) => [node.name, node]));
}

/** Each value as `path=value`. A list has `[]`. */
function pathsOf(value: unknown, path: string): string[] {
	if (Array.isArray(value)) return value.flatMap((each) => pathsOf(each, `${path}[]`));
	if (!isObject(value)) return [`${path}=${String(value)}`];
	return Object.entries(value).flatMap(([name, each]) =>
		pathsOf(each, path === '' ? name : `${path}.${name}`),
	);
}

/** How a run ended, and what each node that ran passed on. */
export interface Ended {
	/** The node that failed, and its message; null if the run is green. */
	readonly failure: { readonly node: string; readonly message: string } | null;
	readonly outputs: ReadonlyMap<string, Outputs>;
}

/** One run of a workflow. */
export class Run {
	readonly outputs = new Map<string, Outputs>();
	/** When each node that ran had ended. */
	readonly times = new Map<string, number>();

	constructor(
		readonly workflow: Workflow,
		readonly about: { readonly id: string; readonly name: string },
		readonly surroundings: Surroundings,
	) {}

	async execute(start: string, items: readonly Item[]): Promise<Ended> {
		const waiting = new Map<string, Array<readonly Item[] | null>>();
		const stack: Array<{ node: Node; inputs: Array<readonly Item[]> }> = [
			{ node: this.node(start), inputs: [[...items]] },
		];
		for (let next = stack.shift(); next !== undefined; next = stack.shift()) {
			const { node, inputs } = next;
			let outputs: Outputs | null;
			try {
				outputs = await this.executeNode(node, inputs);
			} catch (error) {
				if (error instanceof UnknownError || !(error instanceof Error)) throw error;
				return { failure: { node: node.name, message: error.message }, outputs: this.outputs };
			}
			if (outputs !== null) {
				this.outputs.set(node.name, outputs);
				this.times.set(node.name, Date.now());
				stack.unshift(...this.following(node, outputs, waiting));
			}
			if (stack.length > 0 || waiting.size === 0) continue;
			// A node with several inputs runs with those that it got if nothing else is left to run.
			const [[name = '', partly = []] = []] = waiting;
			waiting.delete(name);
			stack.push({ node: this.node(name), inputs: partly.map((input) => input ?? []) });
		}
		return { failure: null, outputs: this.outputs };
	}

	private following(
		node: Node,
		outputs: Outputs,
		waiting: Map<string, Array<readonly Item[] | null>>,
	) {
		return node.next.flatMap(({ output, name, input }) => {
			const given = outputs[output] ?? [];
			if (given.length === 0) return [];
			const target = this.node(name);
			const inputs = waiting.get(name) ?? Array.from({ length: target.inputs }, () => null);
			if (inputs[input] !== null) throw new UnknownError(`${name} gets input ${input} twice.`);
			inputs[input] = given;
			if (inputs.some((each) => each === null)) {
				waiting.set(name, inputs);
				return [];
			}
			waiting.delete(name);
			return [{ node: target, inputs: inputs.map((each) => each ?? []) }];
		});
	}

	/** As often as "Retry On Fail" says, and then as "On Error" says. Null if the node did not run. */
	private async executeNode(node: Node, inputs: Array<readonly Item[]>): Promise<Outputs | null> {
		const { retryOnFail, maxTries, waitBetweenTries, onError } = node.settings;
		const { execute } = node.type;
		if (execute === undefined) return inputs;
		if (inputs.every(({ length }) => length === 0)) return null;
		const tries = retryOnFail === true ? Math.min(5, Math.max(2, Number(maxTries ?? 3))) : 1;
		const context = new NodeContext(this, node, inputs);
		for (let count = 1; ; count += 1) {
			await this.surroundings.pause();
			const isLast = count === tries;
			try {
				const outputs = await execute(context);
				const isFailed = Boolean(outputs[0]?.[0]?.json['error']);
				if (!isFailed || isLast) return finished(node, outputs);
			} catch (error) {
				if (error instanceof UnknownError || !(error instanceof Error)) throw error;
				if (isLast && (onError === undefined || onError === 'stopWorkflow')) throw error;
				// n8n passes the input on as a success.
				if (isLast) return [inputs[0] ?? []];
			}
			await this.surroundings.wait(Math.min(5_000, Number(waitBetweenTries ?? 1_000)));
		}
	}

	node(name: string): Node {
		const node = this.workflow.get(name);
		if (node === undefined) throw new UnknownError(`There is no node "${name}".`);
		return node;
	}

	/** What an expression or a script sees for an item. */
	variables(json: unknown, index = 0, more: Partial<Variables> = {}): Variables {
		const { timezone } = this.surroundings;
		return {
			...{ $json: json, $itemIndex: index, $workflow: this.about, ...more },
			$: (name) => this.seen(name),
			get $now() {
				return DateTime.now().setZone(timezone);
			},
		};
	}

	private seen(name: string) {
		const { parameters, outputs: count } = this.node(name);
		const outputs = this.outputs.get(name);
		const items = (): readonly Item[] => {
			if (outputs === undefined) throw new ExpressionError(`Node '${name}' hasn't been executed`);
			if (count > 1) throw new UnknownError(`${name} has several outputs.`);
			return outputs[0] ?? [];
		};
		return {
			isExecuted: outputs !== undefined,
			params: parameters,
			all: () => [...items()],
			first: () => items()[0],
			get item(): never {
				throw new UnknownError(`The simulation does not know $('${name}').item.`);
			},
		};
	}
}

/** What n8n does with the output of a node. */
function finished({ settings, outputs: count }: Node, outputs: Outputs): Outputs {
	const { alwaysOutputData, onError } = settings;
	const [first = []] = outputs;
	const isEmpty = first.length === 0 && alwaysOutputData === true;
	if (isEmpty) return [[{ json: {} }], ...outputs.slice(1)];
	if (onError !== 'continueErrorOutput') return outputs;
	const isError = ({ json }: Item): boolean =>
		Boolean(json['error']) &&
		Object.keys(json).every((key) => /^(error|message|details)$/.test(key));
	if (count > 2) throw new UnknownError('An error branch of several outputs.');
	return [first.filter((item) => !isError(item)), first.filter(isError)];
}

/** A node at work, as its type sees it. */
export class NodeContext {
	/** The items of the first input that has any: only the first item if the node executes once. */
	readonly items: readonly Item[];
	readonly inputs: Outputs;

	constructor(
		readonly run: Run,
		readonly node: Node,
		inputs: Outputs,
	) {
		const isOnce = node.settings['executeOnce'] === true;
		this.inputs = isOnce ? inputs.map((items) => items.slice(0, 1)) : inputs;
		this.items = this.inputs.find(({ length }) => length > 0) ?? [];
	}

	/** Whether a failure of an item does not stop the node. */
	get continues(): boolean {
		return /^continue/.test(String(this.node.settings['onError'] ?? ''));
	}

	/** A parameter as it is written, by the names on its path; undefined if it is not there. */
	raw(path: string): unknown {
		let value: unknown = this.node.parameters;
		for (const step of path.split('.')) value = isObject(value) ? value[step] : undefined;
		return value;
	}

	/** A parameter with the values of its expressions for an item. */
	parameter(path: string, index = 0, more: Partial<Variables> = {}): unknown {
		const raw = this.raw(path);
		if (raw === null || (typeof raw !== 'object' && typeof raw !== 'string')) return raw;
		return resolve(raw, this.run.variables(this.items[index]?.json, index, more));
	}

	async pause(): Promise<void> {
		await this.run.surroundings.pause();
	}
}
