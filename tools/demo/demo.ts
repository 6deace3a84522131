import type { Stage } from '../n8n';
import { uploadCatalog } from './catalog';
import { type EventResult, sendEvents } from './events';
import { compareRecommendations, importRecommendations } from './predictions';

/** What the demo works with: a running n8n and a running emulator. */
export type Demo = Pick<Stage, 'n8n' | 'emulator' | 'importWorkflow' | 'report'>;

/** What the whole demo showed; `figures` are those of the events. */
export type DemoResult = EventResult;

/**
 * Asks for recommendations before and after sending events, then uploads the catalog. Compares what
 * n8n reports with what the emulator has.
 */
export async function performDemo(demo: Demo): Promise<DemoResult> {
	const recommend = await importRecommendations(demo);
	const before = await recommend();
	const events = await sendEvents(demo);
	const after = await recommend();
	const recommendations = compareRecommendations(before, after, demo.emulator.world.ledger);
	const catalog = await uploadCatalog(demo);
	const findings = [events, recommendations, catalog];
	return {
		...events,
		lines: findings.flatMap(({ lines }) => ['', ...lines]).slice(1),
		problems: findings.flatMap(({ problems }) => problems),
	};
}
