import { playScenarios, printReport as say, runMain } from '../../tools/n8n';
import { sharedCatalog } from './scenarios/catalog';
import { killedWorker } from './scenarios/crash';
import { manyPredictions } from './scenarios/predictions';
import { type QueueScenario, openQueueStage } from './stage';

/** The last one kills a worker. */
const scenarios: readonly QueueScenario[] = [manyPredictions, sharedCatalog, killedWorker];

async function main(): Promise<void> {
	const stage = await openQueueStage(say);
	try {
		await playScenarios(scenarios, stage);
	} finally {
		await stage.close();
	}
}

runMain(main, 'Usage: npm test -- queue\nTests the nodes in an n8n of several processes.');
