import { endpoint } from '../../../nodes/shared/kainic/api';
import { kainic } from '../../n8n/workflow-parts';
import type { Contender } from '../contender';
import { httpRequest, jsonBody } from './http-request';

const predict = (sinkUrl: string): string => sinkUrl + endpoint.predict();

/** The names under which results are looked up. */
export const predictionNames = {
	kainic: (concurrency: number) => `Kainic Predict, concurrency ${concurrency}`,
	httpRequest: (batch: number) => `HTTP Request, batches of ${batch}`,
} as const;

/** The same body for every visitor, since expressions cost what n8n makes them cost. */
const body = JSON.stringify({
	kainic_pid: 'bench',
	kainic_mid: 'model',
	platform: 'web',
	anon_uid: 'visitor',
	items: ['sku-1'],
});

export function kainicPredictions(concurrency: number): Contender {
	const predictNode = kainic('Kainic Predict', {
		modelId: 'model',
		platform: 'web',
		anonUid: 'visitor',
		itemIds: 'sku-1',
		output: 'response',
		options: { concurrency },
	});
	return {
		name: predictionNames.kainic(concurrency),
		input: { kind: 'visitors' },
		nodes: () => [predictNode],
		requests: (items) => items,
	};
}

/** The HTTP Request node only ever pauses between batches; 1 ms is its shortest pause. */
export function httpRequestPredictions(batchSize: number): Contender {
	const options = { batching: { batch: { batchSize, batchInterval: 1 } } };
	return {
		name: predictionNames.httpRequest(batchSize),
		input: { kind: 'visitors' },
		nodes: (sinkUrl) => [httpRequest(predict(sinkUrl), { ...jsonBody(body), options })],
		requests: (items) => items,
	};
}
