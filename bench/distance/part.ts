import { type Duel, time } from '../duels';
import type { Neighbourhood } from '../neighbour';
import { startSink } from '../sink';
import type { StageSetting } from '../stage';
import { codeAndHttpRequest, httpRequestPerEvent, kainicEvents } from '../works/events';
import { httpRequestPredictions, kainicPredictions } from '../works/predictions';
import { makeCertificate } from './certificate';
import { startRelay } from './relay';

/** Milliseconds from a shop's n8n to a server in another country and back. */
export const roundTrip = 40;

export const distantWorks = {
	events: `events, ${roundTrip} ms away`,
	predictions: `predictions, ${roundTrip} ms away`,
} as const;

export const distantEvents = 10_000;
export const distantEventsEach = 1_000;
export const distantPredictions = 500;

export const eventConcurrencies = [1, 5, 20] as const;
export const predictionConcurrencies = [5, 20, 50, 100] as const;
/** HTTP Request starts a batch each millisecond and waits for none. */
export const requestBatches = [5, 50] as const;

const duel = {
	file: '',
	turns: 1,
	dryRuns: 0,
	withoutDryRuns: [],
	warmUps: 1,
	heap: 'as it is',
	gauges: [time],
} as const;

export const distantDuels: readonly Duel[] = [
	{
		...duel,
		work: distantWorks.events,
		items: distantEvents,
		contenders: [
			...eventConcurrencies.map((concurrency) => kainicEvents(100, concurrency)),
			codeAndHttpRequest(100),
		],
	},
	{
		...duel,
		work: distantWorks.events,
		items: distantEventsEach,
		contenders: [kainicEvents(100), httpRequestPerEvent],
	},
	{
		...duel,
		work: distantWorks.predictions,
		items: distantPredictions,
		contenders: [
			...predictionConcurrencies.map(kainicPredictions),
			...requestBatches.map(httpRequestPredictions),
		],
	},
];

/** Requests one after the other would wait most of the time, and leave n8n idle. */
export const distantNeighbours: Neighbourhood = {
	work: `a webhook of another workflow, beside requests to a server ${roundTrip} ms away`,
	neighbours: [
		{ contender: kainicEvents(100, 5), items: 100_000 },
		{ contender: kainicEvents(100, 20), items: 100_000 },
		{ contender: codeAndHttpRequest(100), items: 100_000 },
	],
};

/** Runs `work` with a sink that is far away and behind TLS. */
export async function atDistance<Value>(
	setting: StageSetting,
	work: (setting: StageSetting) => Promise<Value>,
): Promise<Value> {
	const certificate = await makeCertificate();
	const sink = await startSink(certificate);
	const relay = await startRelay(Number(new URL(sink.url).port), roundTrip);
	try {
		const distant = { ...sink, url: `https://127.0.0.1:${relay.port}` };
		const env = { ...setting.env, NODE_EXTRA_CA_CERTS: certificate.file };
		return await work({ ...setting, sink: distant, env });
	} finally {
		await relay.close();
		await sink.close();
		certificate.remove();
	}
}
