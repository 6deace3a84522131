import type { EndpointName } from '../settings';
import { uploadProducts } from './catalog';
import { collectEvents } from './collector';
import { predictInExperiment } from './experiment';
import { predict } from './prediction';
import type { Endpoint } from './verdict';

export const endpoints: Readonly<Record<EndpointName, Endpoint>> = {
	events: collectEvents,
	predict,
	experiment: predictInExperiment,
	catalog: uploadProducts,
};
