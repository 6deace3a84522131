import type { FaultCase } from '../support/fault-case';
import { bodyFaults } from './bodies';
import { connectionFaults } from './connections';
import { redirectFaults } from './redirects';
import { retryAfterFaults } from './retry-after';
import { statusFaults } from './statuses';

/** Everything that the battery tries, on every node, in every error mode. */
export const faultTable: readonly FaultCase[] = [
	...connectionFaults,
	...statusFaults,
	...retryAfterFaults,
	...redirectFaults,
	...bodyFaults,
];
