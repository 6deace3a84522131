import { endpoint, field, type Fields } from '../../../nodes/shared/kainic/api';
import type { Probe, Values } from '../model';
import { json } from '../requests';
import type { ListProbes, Seen } from '../seen';

/** Fields of a prediction that this project infers to be required. */
export const requiredFields = [
	field.projectId,
	field.modelId,
	field.platform,
	field.anonUid,
] as const;

const onlyReads =
	'Kainic answers with recommendations. Nothing is stored by its documented rules; it may count a prediction.';

const common = {
	endpoint: 'predict',
	key: 'project',
	worstCase: onlyReads,
	mustBeRefused: false,
	mayAddEvent: false,
	means: {},
} as const;

function identity(values: Values): Fields {
	return {
		[field.projectId]: values.projectId,
		[field.modelId]: values.modelId,
		[field.platform]: 'web',
		[field.anonUid]: values.visitor,
	};
}

function withArray(values: Values): Fields {
	return { ...identity(values), [field.items]: [values.item] };
}

function withText(values: Values): Fields {
	return { ...identity(values), [field.items]: values.item };
}

function body(make: (values: Values) => Fields): Probe['request'] {
	return (values) => json(endpoint.modelPrediction(), make(values));
}

/** The first request goes with a made-up key: a host that is not Kainic gets no real one. */
const first: Probe = {
	...common,
	id: 'predict.bad-key',
	key: 'made-up',
	title: 'A prediction with a made-up key',
	means: {
		unauthorized: 'This is how a bad key is refused',
		success: 'A made-up key is accepted',
	},
	request: body(withArray),
};

const nothing: Probe = {
	...common,
	id: 'predict.nothing',
	title: `A prediction with neither ${field.items} nor ${field.type}`,
	worstCase: 'Kainic answers with recommendations all the same.',
	means: {
		invalid_input: 'The key is good, and the documented failure is confirmed',
		unauthorized: 'The key is refused; nothing further is sent with it',
	},
	request: body(identity),
};

const itemProbes: readonly Probe[] = [
	{
		...common,
		id: 'predict.array',
		title: `A whole prediction, with ${field.items} as an array`,
		means: { success: 'An array is accepted', field_type: 'An array is refused' },
		request: body(withArray),
	},
	{
		...common,
		id: 'predict.text',
		title: `A whole prediction, with ${field.items} as a text`,
		means: { success: 'A text is accepted', field_type: 'A text is refused' },
		request: body(withText),
	},
];

/** The whole body that was answered with recommendations; undefined if none was. */
function acceptedBody(seen: Seen): ((values: Values) => Fields) | undefined {
	if (seen.isSuccess('predict.array')) return withArray;
	return seen.isSuccess('predict.text') ? withText : undefined;
}

function withoutEach(whole: (values: Values) => Fields): readonly Probe[] {
	return requiredFields.map((name) => ({
		...common,
		id: `predict.without.${name}`,
		title: `A whole prediction without ${name}`,
		means: {
			missing_fields: `${name} is required`,
			success: `${name} is not required`,
		},
		request: body((values) => without(whole(values), name)),
	}));
}

function without(fields: Fields, removed: string): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== removed));
}

function others(whole: (values: Values) => Fields): readonly Probe[] {
	return [
		{
			...common,
			id: 'predict.unknown-model',
			title: 'A prediction of a model that does not exist',
			means: { not_deployed: 'An unknown model is answered as one that is not deployed' },
			request: body((values) => ({
				...whole(values),
				[field.modelId]: values.madeUp.modelId,
			})),
		},
		{
			...common,
			id: 'predict.wrong-project',
			title: 'A prediction for a project that does not exist',
			means: { unauthorized: 'A wrong project is refused as a bad key is' },
			request: body((values) => ({
				...whole(values),
				[field.projectId]: values.madeUp.projectId,
			})),
		},
		{
			...common,
			id: 'predict.no-key',
			key: 'none',
			title: 'A prediction without a key',
			means: { unauthorized: 'This is how a missing key is refused' },
			request: body(whole),
		},
	];
}

const otherKey: Probe = {
	...common,
	id: 'predict.other-key',
	key: 'experiment',
	title: "A prediction with the experiment's key",
	means: { unauthorized: 'The key of an experiment is refused for predictions' },
	request: body(withArray),
};

export const listPredictions: ListProbes = (check, seen) => {
	if (check.account.modelId === null) return [first, nothing];
	const whole = acceptedBody(seen) ?? withArray;
	return [
		first,
		nothing,
		...itemProbes,
		...(acceptedBody(seen) === undefined ? [] : withoutEach(whole)),
		...others(whole),
		...(check.hasExperimentKey ? [{ ...otherKey, request: body(whole) }] : []),
	];
};
