import { elapsed, type Report } from '../scripts/n8n';

/** Something that is done to a real n8n, and what must be seen of it. It fails by throwing. */
export interface PlayedScenario<Stage> {
	/** A sentence about behaviour. */
	readonly name: string;
	/** The emulator is as after its start whenever a scenario begins. */
	run(stage: Stage): Promise<void>;
}

export interface Aftermath {
	/** After a scenario that failed. */
	failed(): Promise<void>;
	/** After each scenario. */
	ended(): Promise<void>;
}

/**
 * Plays scenarios one after the other, each even where another failed, and reports each. Returns how
 * many failed; what a scenario throws is reported, never thrown on.
 */
export async function playScenarios<Stage extends { readonly emulator: { reset(): void } }>(
	scenarios: ReadonlyArray<PlayedScenario<Stage>>,
	stage: Stage,
	report: Report,
	aftermath: Aftermath,
): Promise<number> {
	let failed = 0;
	for (const { name, run } of scenarios) {
		const start = performance.now();
		stage.emulator.reset();
		try {
			await run(stage);
			report(`ok      ${name} (${elapsed(start)})`);
		} catch (error) {
			failed += 1;
			report(`FAILED  ${name} (${elapsed(start)})`);
			report(error instanceof Error ? (error.stack ?? error.message) : String(error));
			await aftermath.failed();
		} finally {
			await aftermath.ended();
		}
	}
	return failed;
}
