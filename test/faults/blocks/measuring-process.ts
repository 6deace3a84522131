import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { n8nMajor } from '../../engine/support';
import type { BlockCase } from './block-case';
import { blockCases } from './cases';
import type { Asked, Measured } from './measuring-child';

export interface MeasuringProcess {
	/** The longest block while the node works on a case. */
	measure(each: BlockCase, goodEnough: number): Promise<Measured>;
	close(): Promise<void>;
}

/** Starts a process that runs nodes without Jest. */
export async function startMeasuringProcess(): Promise<MeasuringProcess> {
	const child = fork(path.join(__dirname, 'measuring-child.ts'), [], {
		execArgv: ['--expose-gc', '--import', 'tsx'],
		env: { ...process.env, KAINIC_TEST_MAJOR: String(n8nMajor) },
	});
	const ended = once(child, 'exit');
	const answer = async (): Promise<unknown> => {
		const [message] = await Promise.race([
			once(child, 'message'),
			ended.then(() => Promise.reject(new Error('The measuring process has ended.'))),
		]);
		return message;
	};
	await answer();
	return {
		measure: async (each, goodEnough) => {
			const asked: Asked = { index: blockCases.indexOf(each), goodEnough };
			const measured = answer();
			child.send(asked);
			const found = await measured;
			if (isMeasured(found)) return found;
			throw new Error(`Not a measurement: ${JSON.stringify(found)}`);
		},
		close: async () => {
			child.kill();
			await ended;
		},
	};
}

function isMeasured(value: unknown): value is Measured {
	return typeof value === 'object' && value !== null && 'block' in value && 'links' in value;
}
