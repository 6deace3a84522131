import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { blockCases } from './cases';
import type { BlockCase } from './block-case';
import type { Asked, OwnWork } from './own-work';

export interface OwnProcess {
	/** The longest block of the node alone: the shortest of three runs, or the first that is good enough. */
	measure(each: BlockCase, goodEnough: number): Promise<OwnWork>;
	close(): Promise<void>;
}

/** Starts a process that runs nodes without n8n and without Jest. */
export async function startOwnProcess(): Promise<OwnProcess> {
	const child = fork(path.join(__dirname, 'own-work.ts'), [], {
		execArgv: ['--expose-gc', '--import', 'tsx'],
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
			if (isOwnWork(found)) return found;
			throw new Error(`Not a measurement: ${JSON.stringify(found)}`);
		},
		close: async () => {
			child.kill();
			await ended;
		},
	};
}

function isOwnWork(value: unknown): value is OwnWork {
	return typeof value === 'object' && value !== null && 'block' in value && 'links' in value;
}
