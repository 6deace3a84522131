import { SetupError, elapsed, printReport as say } from '../../scripts/n8n';
import { playScenarios } from '../play-scenarios';
import { sharedCatalog } from './scenarios/catalog';
import { killedWorker } from './scenarios/crash';
import { manyEvents } from './scenarios/events';
import { manyPredictions } from './scenarios/predictions';
import { type Scenario, setStage } from './stage';

/** The last one kills a worker. */
const scenarios: readonly Scenario[] = [manyEvents, manyPredictions, sharedCatalog, killedWorker];

async function main(): Promise<void> {
	const start = performance.now();
	const stage = await setStage(say);
	const nothing = async () => await Promise.resolve();
	try {
		const failed = await playScenarios(scenarios, stage, say, { failed: nothing, ended: nothing });
		if (failed > 0) process.exitCode = 1;
		say(`All of it took ${elapsed(start)}.`);
		say(`${scenarios.length - failed} passed, ${failed} failed`);
	} finally {
		await stage.close();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof SetupError ? `\n${error.message}` : error);
	process.exit(1);
});
