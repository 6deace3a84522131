import type { Experiment, ModelKind, Settings, Tracker } from './settings';
import type { Product } from './state/records';

/** The value of an own key; keys that an object only inherits are not found. */
function lookUp<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
	return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** @returns a tracker of the settings; others have a store and take any domain */
export function trackerOf({ trackers }: Settings, trackerId: string): Tracker {
	return lookUp(trackers, trackerId) ?? { storeId: 'store-1', allowedDomains: [] };
}

/** @returns the kind of a model of the settings; others recommend what is popular */
export function modelKindOf({ models }: Settings, modelId: string): ModelKind {
	return lookUp(models, modelId) ?? 'popular';
}

/** Experiments that are not listed behave like this one. Each group works with `type` alone. */
const unlistedExperiment: Experiment = {
	active: true,
	groups: [
		{ name: 'popular', share: 50, modelId: 'model-popular' },
		{ name: 'trending', share: 30, modelId: 'model-trending' },
		{ name: 'control', share: 20, modelId: null },
	],
};

export function experimentOf({ experiments }: Settings, experimentId: string): Experiment {
	return lookUp(experiments, experimentId) ?? unlistedExperiment;
}

function experimentWithOneModel(modelId: string): Experiment {
	return { active: true, groups: [{ name: 'everyone', share: 100, modelId }] };
}

/** The settings an emulator starts with: one example of everything that can go well or fail. */
export function seededSettings(): Settings {
	return {
		apiKey: 'kainic-demo-key',
		experimentApiKey: 'kainic-demo-experiment-key',
		projectId: 'demo-project',
		failureStatus: 400,
		maxRequestBytes: 32 * 1024 * 1024,
		credit: null,
		trackers: {
			'tracker-web': { storeId: 'store-1', allowedDomains: [] },
			'tracker-no-store': { storeId: null, allowedDomains: [] },
			'tracker-shop-only': { storeId: 'store-1', allowedDomains: ['https://shop.example'] },
		},
		models: {
			'model-popular': 'popular',
			'model-trending': 'popular',
			'model-similar': 'similar',
			'model-not-deployed': 'not_deployed',
			'model-no-endpoint': 'no_endpoint',
			'model-broken': 'broken',
		},
		experiments: {
			'experiment-home': unlistedExperiment,
			'experiment-similar': experimentWithOneModel('model-similar'),
			'experiment-inactive': { ...unlistedExperiment, active: false },
			'experiment-not-deployed': experimentWithOneModel('model-not-deployed'),
			'experiment-no-endpoint': experimentWithOneModel('model-no-endpoint'),
			'experiment-broken': experimentWithOneModel('model-broken'),
		},
		stores: ['store-1', 'store-2'],
		requiredEventFields: {},
		brokenVisitors: [],
		acceptPartOfBatch: false,
		recommendationCount: 10,
	};
}

const titles = [
	'Canvas backpack',
	'Wool beanie',
	'Trail running shoes',
	'Linen shirt',
	'Steel water bottle',
	'Rain jacket',
	'Merino socks',
	'Camping stove',
	'Head torch',
	'Leather belt',
];

/** What is recommended before any catalog was uploaded; the score counts until the first event. */
export const seededProducts: readonly Product[] = titles.map((title, index) => ({
	item_id: `seed-${index + 1}`,
	parent_id: `seed-${index + 1}`,
	title,
	score: Number((0.95 - index * 0.07).toFixed(2)),
}));
