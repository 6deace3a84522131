import { SetupError, elapsed, printReport as say } from '../../scripts/n8n';
import { sharedCatalog } from './scenarios/catalog';
import { killedWorker } from './scenarios/crash';
import { manyEvents } from './scenarios/events';
import { manyPredictions } from './scenarios/predictions';
import { type Scenario, type Stage, setStage } from './stage';

/** The last one kills a worker. */
const scenarios: readonly Scenario[] = [manyEvents, manyPredictions, sharedCatalog, killedWorker];

async function main(): Promise<void> {
	const start = performance.now();
	const stage = await setStage(say);
	let failed = 0;
	try {
		for (const scenario of scenarios) failed += (await passes(scenario, stage)) ? 0 : 1;
	} finally {
		await stage.close();
	}
	if (failed > 0) process.exitCode = 1;
	say(`All of it took ${elapsed(start)}.`);
	say(`${scenarios.length - failed} passed, ${failed} failed`);
}

async function passes({ name, run }: Scenario, stage: Stage): Promise<boolean> {
	const start = performance.now();
	stage.emulator.reset();
	try {
		await run(stage);
		say(`ok      ${name} (${elapsed(start)})`);
		return true;
	} catch (error) {
		say(`FAILED  ${name} (${elapsed(start)})`);
		say(error instanceof Error ? (error.stack ?? error.message) : String(error));
		return false;
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof SetupError ? `\n${error.message}` : error);
	process.exit(1);
});
