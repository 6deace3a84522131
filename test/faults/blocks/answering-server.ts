import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Answer {
	readonly status: number;
	readonly body: Buffer;
}

export interface AnsweringServer {
	readonly url: string;
	/** What every request gets from now on, so many of them at the same moment. */
	answerWith(answer: Answer, together: number): Promise<void>;
	close(): Promise<void>;
}

/** A server on 127.0.0.1 in a thread of its own, so that its work does not hold this event loop. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
	const worker = new Worker(path.join(__dirname, 'answering-worker.js'));
	const [port] = await once(worker, 'message');
	return {
		url: `http://127.0.0.1:${port}`,
		answerWith: async ({ status, body }, together) => {
			const ready = once(worker, 'message');
			worker.postMessage({ status, body, together });
			await ready;
		},
		close: async () => {
			await worker.terminate();
		},
	};
}
