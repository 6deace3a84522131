import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { createRedactor } from '../delivery/redact';
import type { TimeSlice, Transport } from '../delivery/job';
import { readResponse } from '../kainic/response';
import type { Connections } from './credentials';
import { attemptRequest } from './http';
import { sleepUnlessAborted } from './interruption';
import type { Operation } from './operation';
import type { ItemParameters } from './parameters';

/**
 * Milliseconds of work before the code yields to the event loop. Another workflow waits for its turn
 * dozens of times before it can answer its webhook.
 */
const longestSlice = 5;

/** Creates what delivery needs from n8n. Throws an InputError for an option out of range. */
export function createTransport(
	context: IExecuteFunctions,
	{ defaults, longestResponse }: Pick<Operation<unknown>, 'defaults' | 'longestResponse'>,
	{
		options,
		connections,
		timeSlice,
	}: {
		readonly options: ItemParameters;
		readonly connections: Connections;
		readonly timeSlice: TimeSlice;
	},
): Transport {
	const { maxAttempts, timeout, timeBudget } = defaults;
	const cancel = context.getExecutionCancelSignal();
	const redactor = createRedactor(connections.apiKeys);
	return {
		policy: {
			maxAttempts: options.wholeNumber('options.maxAttempts', 'Max Attempts', maxAttempts),
			timeout: options.milliseconds('options.timeout', 'Timeout', timeout),
			timeBudget: options.milliseconds('options.timeBudget', 'Time Budget', timeBudget),
		},
		redactor,
		timeSlice,
		request: async (job, limit) =>
			await attemptRequest(context, job, { timeout: limit, longestResponse, timeSlice }),
		readResponse: (response) => readResponse(response, redactor.text),
		now: () => Date.now(),
		random: () => Math.random(),
		sleep: async (milliseconds, isPointless) =>
			await sleepUnlessAborted(milliseconds, cancel, isPointless),
		canceled: () => cancel?.aborted === true,
		onRetry: (attempts, delay, message) =>
			context.logger.warn(
				`Kainic: attempt ${attempts} failed, next in ${Math.round(delay)} ms: ${message}`,
			),
	};
}

export function startTimeSlice(): TimeSlice {
	let since = Date.now();
	const renew = () => {
		since = Date.now();
	};
	return {
		isOver: () => Date.now() - since >= longestSlice,
		renew,
		yieldToEventLoop: async () => {
			await sleep(0);
			renew();
		},
	};
}
