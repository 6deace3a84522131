import type { Check, Probe } from '../model';
import type { Seen } from '../seen';
import { listCatalog } from './catalog';
import { listEvents } from './events';
import { listExperiment } from './experiment';
import { listLimits } from './limits';
import { listPredictions } from './predict';

const lists = [listPredictions, listEvents, listCatalog, listExperiment, listLimits];

/** The list of requests: those that are always sent, and those that the answers so far ask for. */
export function listProbes(check: Check, seen: Seen): readonly Probe[] {
	return lists.flatMap((list) => list(check, seen));
}
