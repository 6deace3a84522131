import { createReadStream, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

/** What happened after the items were passed on and before the last one came out. */
export interface Measurement {
	readonly milliseconds: number;
	/** The highest resident memory minus the memory before the items were made, in MB of 1,000,000 bytes. */
	readonly megabytes: number;
	/** The longest time in ms in which the process could do nothing else. */
	readonly longestBlock: number;
	readonly failedItems: number;
	readonly failedAfterOneAttempt: number;
}

/** The node with the name Start makes items and starts the clock. Any other stops the clock. */
export class BenchStep implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Bench Step',
		name: 'benchStep',
		group: ['input'],
		version: 1,
		description: 'Makes items or measures',
		defaults: { name: 'Bench Step' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (this.getNode().name === 'Start') return [await start(this, items)];
		return [[{ json: { ...(await stop(items)) } }]];
	}
}

const delays = monitorEventLoopDelay({ resolution: 1 });
let began = { resident: 0, time: 0 };

/** The webhook receives the number of events, or a path of a file. */
async function start({ helpers }: IExecuteFunctions, [received]: INodeExecutionData[]) {
	const query = received?.json['query'] as { count: string; file: string; collect: string };
	// V8 forgets optimized code when it collects all garbage, so this is for the measurement of memory only.
	if (query.collect === 'true') {
		setFlagsFromString('--expose-gc');
		// The flag adds the function only to contexts that are made later.
		(runInNewContext('gc') as () => void)();
	}
	const resident = process.memoryUsage.rss();
	const file = query.file && createReadStream(query.file);
	const items: INodeExecutionData[] = file
		? [{ json: {}, binary: { data: await helpers.prepareBinaryData(file, 'products.json') } }]
		: Array.from({ length: Number(query.count) }, (_, index) => ({ json: eventOf(index) }));
	// Linux then forgets the highest resident memory so far.
	writeFileSync('/proc/self/clear_refs', '5');
	delays.reset();
	delays.enable();
	// The monitor does not see a block that comes before its first two looks.
	while (delays.count === 0) await wait(1);
	began = { resident, time: performance.now() };
	return items;
}

/** An event of about 100 bytes. Kainic may have other names for the last three fields. */
function eventOf(index: number) {
	const item = { item_id: `sku-${index % 5000}`, price: (index % 500) + 0.99 };
	return { platform: 'web', anon_uid: `visitor-${index}`, event_name: 'view', ...item };
}

async function stop(items: readonly INodeExecutionData[]): Promise<Measurement> {
	const milliseconds = performance.now() - began.time;
	const megabytes = (process.resourceUsage().maxRSS * 1024 - began.resident) / 1e6;
	// The monitor sees the last block at its next look.
	await wait(2);
	delays.disable();
	const errors = items.flatMap(({ json }) => json['error'] ?? []) as Array<{ attempts?: number }>;
	const failedAfterOneAttempt = errors.filter(({ attempts }) => attempts === 1).length;
	const figures = { milliseconds, megabytes, longestBlock: delays.max / 1e6 };
	return { ...figures, failedItems: errors.length, failedAfterOneAttempt };
}
