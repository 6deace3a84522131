import { orderTroubles } from '../histories/order-troubles';
import { orderBackfill } from '../histories/backfill';
import { orderHistories, orderSafeguards } from '../histories/scenario';
import type { EditorScenario } from '../scenario';
import { agentExample, newsletterExample, storefrontSnippet } from './agent-and-newsletter';
import { failedTables, troubledPages, unknownUpload } from './catalog-alerts';
import { fullExample, stockExample } from './catalog-examples';
import { feedMemory, wooMemory } from './catalog-memory';
import { catalogPanel } from './catalog-panel';
import { cloudPackage } from './cloud-package';
import { csvExample } from './csv-example';
import { credentialDialog } from './credential-dialog';
import { credentialTest } from './credential-test';
import { emulatorPage } from './emulator-page';
import { eventPanel } from './event-panel';
import { emptyQuestions, experimentExample, recommendationsExample } from './example-workflows';
import { examplesInEditor, notesFit } from './examples-in-editor';
import { feedExample } from './google-feed';
import { failedEvents } from './failed-events';
import { keptOrders } from './kept-orders';
import { leaks } from './leaks';
import { newsletterKilled } from './newsletter-killed';
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
	wooOverlaps,
	wooShrinks,
} from './woocommerce-catalog';
import { readmeWalk } from './readme-walk';
import { webhookUnderFaults, webhookUnderLoad } from './recommendations-under-load';

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
	atNight: [...examplesInEditor, notesFit],
};

/** Workflows at work, and all that runs on n8n 1.x. */
const workflows: Group = {
	byDay: [
		...[shopToRecommendations, recommendationsExample, experimentExample, emptyQuestions],
		...[agentExample, newsletterExample, storefrontSnippet],
		...[orderExample, fullExample, stockExample, csvExample, feedExample],
		...[wooCatalog, shopifyCatalog],
		...[callForEachProduct, callAndUpload, olderN8n, cloudPackage],
	],
	atNight: [
		...[orderTwice, troubledPages, unknownUpload, failedTables, failedEvents, newsletterKilled],
		...[wooCatalogTroubles, wooShrinks, wooOverlaps, wooLimits, shopifyCatalogTroubles],
		...[wooMemory, feedMemory],
	],
};

/** The orders of many shops, with n8n's own nodes for them, for as long as all other workflows take. */
const shops: Group = {
	byDay: [keptOrders, orderHistories],
	atNight: [orderTroubles, orderBackfill, orderSafeguards],
};

/** What measures how fast a busy n8n answers, so nothing else may run beside it. */
const load: Group = {
	byDay: [],
	atNight: [webhookUnderLoad, webhookUnderFaults],
};

export const groups = { editor, workflows, shops, load } as const;

export type GroupName = keyof typeof groups;

export function isGroupName(name: string): name is GroupName {
	return Object.hasOwn(groups, name);
}
