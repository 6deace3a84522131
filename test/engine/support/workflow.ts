import { KainicApi } from '../../../credentials/KainicApi.credentials';
import { createAdditionalData, createHooks } from './additional-data';
import { TestCredentialsHelper, type StoredCredential } from './credentials-helper';
import { prepareEngine, startEngine, type BinaryMode } from './engine';
import { logPosition } from './logs';
import { recordRun, type WorkflowRecord } from './record';
import { createWorkflow, type WorkflowDefinition } from './workflow-definition';

export interface WorkflowOptions extends WorkflowDefinition {
	/** Where binary data is kept; in memory unless told otherwise. */
	binaryMode?: BinaryMode;
}

/** A workflow under way. */
export interface RunningWorkflow {
	/** What came out; a failed or cancelled execution resolves too. */
	finished: Promise<WorkflowRecord>;
	/** Cancels it as n8n's stop button does. */
	cancel(): void;
	/** Resolves when the node begins to run. */
	nodeStarted(name: string): Promise<void>;
}

/** Runs a workflow to its end; see `WorkflowRecord` for what can be seen of it. */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRecord> {
	return await startWorkflow(options).finished;
}

/** Starts a workflow in the real engine of the n8n major that is under test. */
export function startWorkflow(options: WorkflowOptions): RunningWorkflow {
	const execution = new Execution(options);
	return {
		finished: execution.run(),
		cancel: () => execution.cancel(),
		nodeStarted: async (name) => await execution.nodeStarted(name),
	};
}

class Execution {
	private readonly started = new Map<string, PromiseWithResolver>();

	private cancelRun: (() => void) | undefined;

	private cancelledAt: number | undefined;

	constructor(private readonly options: WorkflowOptions) {}

	cancel(): void {
		this.cancelledAt = performance.now();
		this.cancelRun?.();
	}

	async nodeStarted(name: string): Promise<void> {
		await this.startOf(name).promise;
	}

	async run(): Promise<WorkflowRecord> {
		const { binaryMode = 'memory' } = this.options;
		// As in production.
		const mode = 'trigger';
		const executionId = nextExecutionId();
		await prepareEngine(binaryMode);
		const { workflow, startNode } = await createWorkflow(this.options);
		const position = logPosition();
		const hooks = createHooks(mode, executionId, workflow);
		hooks.addHandler('nodeExecuteBefore', (name) => this.startOf(name).resolve());
		const additionalData = createAdditionalData(
			new TestCredentialsHelper(storedCredentials(this.options)),
			hooks,
			executionId,
		);
		const running = startEngine(workflow, startNode, additionalData, mode);
		this.cancelRun = () => running.cancel();
		if (this.cancelledAt !== undefined) running.cancel();
		return recordRun(await running, { position, cancelledAt: this.cancelledAt });
	}

	private startOf(name: string): PromiseWithResolver {
		const known = this.started.get(name);
		if (known !== undefined) return known;
		const created = promiseWithResolver();
		this.started.set(name, created);
		return created;
	}
}

interface PromiseWithResolver {
	promise: Promise<void>;
	resolve: () => void;
}

function promiseWithResolver(): PromiseWithResolver {
	let resolve = (): void => undefined;
	const promise = new Promise<void>((settle) => {
		resolve = settle;
	});
	return { promise, resolve };
}

/** Of this package's only type. */
function storedCredentials({ credentials = {} }: WorkflowOptions): Map<string, StoredCredential> {
	const type = new KainicApi();
	return new Map(Object.entries(credentials).map(([name, values]) => [name, { type, values }]));
}

let executions = 0;

/** n8n never gives an ID twice. */
function nextExecutionId(): string {
	executions += 1;
	return String(executions);
}
