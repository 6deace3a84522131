import type { EditorScenario } from '../scenario';
import { fullExample, refusedUploads, stockExample } from './catalog-examples';
import { catalogPanel } from './catalog-panel';
import { contractCheckExample } from './contract-check';
import { credentialDialog } from './credential-dialog';
import { credentialTest } from './credential-test';
import { emulatorPage } from './emulator-page';
import { eventPanel } from './event-panel';
import { cancelMeanwhile, webhookMeanwhile } from './event-planning';
import { experimentExample, orderExample, recommendationsExample } from './example-workflows';
import { examplesInEditor } from './examples-in-editor';
import { fetchedFile } from './fetched-file';
import { hostileAnswers } from './hostile-answers';
import { leaks } from './leaks';
import { nodesPanel } from './nodes-panel';
import { olderN8n } from './older-n8n';
import { experimentPanel, predictPanel } from './prediction-panels';
import { callAndUpload, callForEachProduct } from './sub-workflows';
import { webhookUnderFaults, webhookUnderLoad } from './recommendations-under-load';

/** In the order of a user's way; what puts n8n under load comes last. */
export const scenarios: readonly EditorScenario[] = [
	nodesPanel,
	credentialDialog,
	credentialTest,
	eventPanel,
	predictPanel,
	experimentPanel,
	catalogPanel,
	emulatorPage,
	...examplesInEditor,
	recommendationsExample,
	experimentExample,
	orderExample,
	fullExample,
	stockExample,
	refusedUploads,
	contractCheckExample,
	fetchedFile,
	callForEachProduct,
	callAndUpload,
	leaks,
	hostileAnswers,
	olderN8n,
	webhookUnderLoad,
	webhookUnderFaults,
	webhookMeanwhile,
	cancelMeanwhile,
];
