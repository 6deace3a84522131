import { type Report, elapsed } from './report';

/** Something that is done to a real n8n, with the expected result. */
export interface Scenario<Stage> {
	/** A sentence about behaviour. */
	readonly name: string;
	/** Begins with a reset emulator; fails by throwing. */
	run(stage: Stage): Promise<void>;
}

export interface Hooks {
	/** After a scenario that failed. */
	failed?(): Promise<void>;
	/** After each scenario. */
	ended?(): Promise<void>;
}

/**
 * Plays all scenarios in turn, even if one fails, and reports each result. A failure does not
 * throw; it sets the exit status to 1.
 */
export async function playScenarios<
	Stage extends { readonly emulator: { reset(): void }; readonly report: Report },
>(scenarios: ReadonlyArray<Scenario<Stage>>, stage: Stage, hooks: Hooks = {}): Promise<void> {
	const { emulator, report } = stage;
	let failed = 0;
	for (const { name, run } of scenarios) {
		const start = performance.now();
		emulator.reset();
		try {
			await run(stage);
			report(`ok      ${name} (${elapsed(start)})`);
		} catch (error) {
			failed += 1;
			report(`FAILED  ${name} (${elapsed(start)})`);
			report(error instanceof Error ? (error.stack ?? error.message) : String(error));
			await hooks.failed?.();
		} finally {
			await hooks.ended?.();
		}
	}
	reportResult(scenarios.length, failed, report);
}

/** Prints how many passed and failed; a failure sets the exit status to 1. */
export function reportResult(all: number, failed: number, report: Report): void {
	report(`${all - failed} passed, ${failed} failed`);
	if (failed > 0) process.exitCode = 1;
}
