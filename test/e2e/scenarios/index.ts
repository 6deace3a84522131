import type { EditorScenario } from '../scenario';
import { troubledPages, unknownUpload } from './catalog-alerts';
import { failedTables, toldOnce } from './catalog-failed-runs';
import { fullExample, refusedUploads, stockExample } from './catalog-examples';
import { catalogPanel } from './catalog-panel';
import { csvExample } from './csv-example';
import { credentialDialog } from './credential-dialog';
import { credentialTest } from './credential-test';
import { emulatorPage } from './emulator-page';
import { eventPanel } from './event-panel';
import { webhookMeanwhile } from './event-planning';
import { experimentExample, recommendationsExample } from './example-workflows';
import { examplesInEditor } from './examples-in-editor';
import { failedEvents } from './failed-events';
import { leaks } from './leaks';
import { notesFit } from './notes-fit';
import { nodesPanel } from './nodes-panel';
import { olderN8n } from './older-n8n';
import { outputPreviews } from './output-previews';
import { experimentPanel, predictPanel } from './prediction-panels';
import { callAndUpload, callForEachProduct } from './sub-workflows';
import { orderExample, orderTwice } from './order-example';
import { shopToRecommendations } from './shop-to-recommendations';
import { traps } from './traps';
import { shopScenarios } from './shop-scenarios';
import { readmeWalk } from './readme-walk';
import { webhookUnderFaults, webhookUnderLoad } from './recommendations-under-load';
import { widthsAndThemes } from './widths';

/** What a user meets in the editor. */
const editor: readonly EditorScenario[] = [
	nodesPanel,
	credentialDialog,
	credentialTest,
	eventPanel,
	predictPanel,
	experimentPanel,
	catalogPanel,
	outputPreviews,
	...traps,
	widthsAndThemes,
	emulatorPage,
	...readmeWalk,
	...examplesInEditor,
	notesFit,
	leaks,
];

/** Workflows at work, those of the examples first, but for shops. */
const workflows: readonly EditorScenario[] = [
	shopToRecommendations,
	recommendationsExample,
	experimentExample,
	orderExample,
	orderTwice,
	fullExample,
	stockExample,
	refusedUploads,
	troubledPages,
	unknownUpload,
	failedTables,
	toldOnce,
	csvExample,
	failedEvents,
	callForEachProduct,
	callAndUpload,
];

/** The examples for shops, and all that runs on n8n 1.x, most of which is for shops. */
const shops: readonly EditorScenario[] = [...shopScenarios, olderN8n];

/** What measures how fast a busy n8n answers, so nothing else may run beside it. */
const load: readonly EditorScenario[] = [webhookUnderLoad, webhookUnderFaults, webhookMeanwhile];

export const groups = { editor, workflows, shops, load } as const;

export type GroupName = keyof typeof groups;

export function isGroupName(name: string): name is GroupName {
	return Object.hasOwn(groups, name);
}
