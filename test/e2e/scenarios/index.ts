import { orderTroubles } from '../histories/order-troubles';
import { orderBackfill } from '../histories/backfill';
import { orderHistories } from '../histories/scenario';
import type { EditorScenario } from '../scenario';
import { agentExample, newsletterExample, storefrontSnippet } from './agent-and-newsletter';
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
import { emptyQuestions, experimentExample, recommendationsExample } from './example-workflows';
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
import { shopifyCatalog, shopifyCatalogTroubles } from './shopify-catalog';
import {
	wooCatalog,
	wooCatalogTroubles,
	wooLimits,
	wooVariationTroubles,
} from './woocommerce-catalog';
import { wooMoves, wooOverlap } from './woocommerce-stock';
import { readmeWalk } from './readme-walk';
import { webhookUnderFaults, webhookUnderLoad } from './recommendations-under-load';
import { widthsAndThemes } from './widths';

export interface Group {
	/** What a pull request may break, and what every user meets. */
	readonly byDay: readonly EditorScenario[];
	/** The rest: further examples of the same rule, rare troubles, what takes minutes. */
	readonly atNight: readonly EditorScenario[];
}

/** What a user meets in the editor. */
const editor: Group = {
	byDay: [
		...[nodesPanel, credentialDialog, credentialTest],
		...[eventPanel, predictPanel, experimentPanel, catalogPanel, outputPreviews],
		...traps,
		...readmeWalk,
		...[emulatorPage, leaks],
	],
	atNight: [...[widthsAndThemes, ...examplesInEditor, notesFit]],
};

/** Workflows at work, those of the examples first, but for shops. */
const workflows: Group = {
	byDay: [
		...[shopToRecommendations, recommendationsExample, experimentExample, emptyQuestions],
		...[agentExample, newsletterExample, storefrontSnippet],
		...[orderExample, fullExample, stockExample, csvExample],
		...[callForEachProduct, callAndUpload],
	],
	atNight: [
		...[orderTwice, refusedUploads, troubledPages, unknownUpload],
		...[failedTables, toldOnce, failedEvents],
	],
};

/** The examples for shops, with n8n's own nodes for them, and all that runs on n8n 1.x. */
const shops: Group = {
	byDay: [orderHistories, wooCatalog, shopifyCatalog, olderN8n],
	atNight: [
		...[
			orderTroubles,
			orderBackfill,
			wooCatalogTroubles,
			wooVariationTroubles,
			wooMoves,
			wooOverlap,
		],
		...[wooLimits, shopifyCatalogTroubles],
	],
};

/** What measures how fast a busy n8n answers, so nothing else may run beside it. */
const load: Group = {
	byDay: [],
	atNight: [webhookUnderLoad, webhookUnderFaults, webhookMeanwhile],
};

export const groups = { editor, workflows, shops, load } as const;

export type GroupName = keyof typeof groups;

export function isGroupName(name: string): name is GroupName {
	return Object.hasOwn(groups, name);
}
