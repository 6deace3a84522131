import type { Scenario } from '../scenario';
import { credentialDialog } from './credential-dialog';
import { credentialTest } from './credential-test';
import { eventPanel } from './event-panel';
import { cancelMeanwhile, webhookMeanwhile } from './event-planning';
import { nodesPanel } from './nodes-panel';

/** In the order of a user's way. */
export const scenarios: readonly Scenario[] = [
	nodesPanel,
	credentialDialog,
	credentialTest,
	eventPanel,
	webhookMeanwhile,
	cancelMeanwhile,
];
