import type { Scenario } from '../scenario';
import { credentialTest } from './credential-test';

/** In the order of a user's way: the quick ones without a browser first. */
export const scenarios: readonly Scenario[] = [credentialTest];
