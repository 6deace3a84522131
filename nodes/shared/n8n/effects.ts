import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { createRedactor } from '../delivery/redact';
import type { Delivery } from '../delivery/send';
import { credentialName } from '../kainic/api';
import type { Connection } from '../kainic/connection';
import { readAnswer } from '../kainic/envelope';
import { attemptRequest } from './http';
import { sleepUnlessAborted } from './interruption';
import type { Operation } from './operation';
import type { Parameters } from './parameters';

/**
 * Milliseconds of planning after which the rest of n8n gets its turn. Another workflow needs dozens of
 * turns to answer its webhook, and waits for each of them.
 */
const longestTurn = 5;

/** Gives the delivery of requests its effects in n8n. Throws an InputProblem for an option out of range. */
export function createDelivery(
	context: IExecuteFunctions,
	defaults: Operation<unknown>['defaults'],
	parameters: Parameters,
	connection: Connection,
): Delivery {
	const { maxAttempts, timeout, timeBudget } = defaults;
	const cancel = context.getExecutionCancelSignal();
	const redactor = createRedactor(connection.apiKey);
	return {
		policy: {
			maxAttempts: parameters.wholeNumber('options.maxAttempts', maxAttempts, 'Max Attempts'),
			timeout: parameters.milliseconds('options.timeout', timeout, 'Timeout'),
			timeBudget: parameters.milliseconds('options.timeBudget', timeBudget, 'Time Budget'),
		},
		redactor,
		request: async (job, limit) => await attemptRequest(context, credentialName, job, limit),
		read: (answer) => readAnswer(answer, redactor.text),
		now: () => Date.now(),
		random: () => Math.random(),
		sleep: async (milliseconds) => await sleepUnlessAborted(milliseconds, cancel),
		canceled: () => cancel?.aborted === true,
		retrying: (attempts, delay, message) =>
			context.logger.warn(
				`Kainic: attempt ${attempts} failed, next in ${Math.round(delay)} ms: ${message}`,
			),
	};
}

/** Keeps a run from holding the process for too long. */
export interface Turns {
	/** Whether it is time to give the process back. */
	isOver(): boolean;
	/** Gives the process back for a moment. */
	breathe(): Promise<void>;
	/** Told when the process was given back anyway. */
	begin(): void;
}

export function startTurns(): Turns {
	let since = Date.now();
	const begin = () => {
		since = Date.now();
	};
	return {
		isOver: () => Date.now() - since >= longestTurn,
		begin,
		breathe: async () => {
			await sleep(0);
			begin();
		},
	};
}
