import { eventProbes } from './events';
import { formProbes } from './forms';
import { experimentProbes, predictionProbes } from './predictions';

/** All requests, in the order in which they are sent. */
export const probes = [...predictionProbes, ...eventProbes, ...formProbes, ...experimentProbes];
