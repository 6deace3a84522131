import type { IDataObject, INodeParameters } from 'n8n-workflow';

export interface Answer {
	readonly status: number;
	readonly body: Buffer;
}

/** Something hostile or large that one node has to do with. */
export interface BlockCase {
	readonly name: string;
	/** `kainicEvent` */
	readonly node: string;
	readonly answer: Answer;
	readonly apiKey: string;
	/** Requests that must have come before the first is answered. */
	readonly together: number;
	readonly items: readonly IDataObject[];
	readonly parameters: INodeParameters;
	/** Milliseconds that a JSON text may hold the event loop which Node.js parses in one piece. */
	readonly parsing?: number;
}

export const apiKey = 'sentinel7f3a-plain-key';

export const success = (data: string): Answer => ({
	status: 200,
	body: Buffer.from(`{"status":"success","data":${data}}`),
});

export const list = (count: number, text: string) => `[${Array(count).fill(text).join(',')}]`;

/** Options of how long and how often a request is tried. */
export const quick = { maxAttempts: 1, timeout: 60 };
