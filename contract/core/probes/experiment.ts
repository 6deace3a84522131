import { endpoint, field, type Fields } from '../../../nodes/shared/kainic/api';
import type { Probe, Values } from '../model';
import { json } from '../requests';
import type { ListProbes } from '../seen';

const common = {
	endpoint: 'experiment',
	key: 'experiment',
	worstCase:
		'None by the documented rules: a required field is missing. If Kainic broke them, a made-up session would count as one of the experiment.',
	mustBeRefused: true,
	mayAddEvent: false,
	means: {},
} as const;

/** A whole request would give a session to the experiment, so it goes to one that does not exist. */
const toNoExperiment = {
	...common,
	worstCase: 'None by the documented rules: the experiment does not exist.',
	mustBeRefused: false,
} as const;

function identity(values: Values): Fields {
	return {
		[field.projectId]: values.projectId,
		[field.experimentId]: values.experimentId,
		[field.platform]: 'web',
		[field.anonUid]: values.visitor,
		[field.sid]: values.session,
	};
}

function body(make: (values: Values) => Fields): Probe['request'] {
	return (values) => json(endpoint.experimentPrediction(), make(values));
}

function toUnknown(items: (values: Values) => unknown): Probe['request'] {
	return body((values) => ({
		...identity(values),
		[field.experimentId]: values.madeUp.experimentId,
		[field.items]: items(values),
	}));
}

const probes: readonly Probe[] = [
	{
		...common,
		id: 'experiment.bad-key',
		key: 'made-up',
		title: `A request with neither ${field.items} nor ${field.type}, with a made-up key`,
		means: { unauthorized: 'This is how a bad key is refused' },
		request: body(identity),
	},
	{
		...common,
		id: 'experiment.nothing',
		title: `A request with neither ${field.items} nor ${field.type}`,
		means: {
			invalid_input: 'The documented failure is confirmed',
			experiment_inactive: 'The experiment is not active, and that is looked at first',
			unauthorized: 'The key is refused; nothing further is sent with it',
		},
		request: body(identity),
	},
	{
		...common,
		id: 'experiment.other-key',
		key: 'project',
		title: "A request with neither, with the project's key",
		means: { unauthorized: 'The key of a project is refused for experiments' },
		request: body(identity),
	},
	{
		...toNoExperiment,
		id: 'experiment.array',
		title: `A whole request to an experiment that does not exist, with ${field.items} as an array`,
		means: {
			success: 'An array is accepted',
			field_type: 'An array is refused',
			experiment_inactive: 'An unknown experiment is answered as one that is not active',
		},
		request: toUnknown(({ item }) => [item]),
	},
	{
		...toNoExperiment,
		id: 'experiment.text',
		title: 'The same with a text',
		means: { success: 'A text is accepted', field_type: 'A text is refused' },
		request: toUnknown(({ item }) => item),
	},
];

function withoutSession(takesText: boolean): Probe {
	return {
		...common,
		id: 'experiment.no-session',
		title: `A request without ${field.sid}`,
		means: { missing_fields: `${field.sid} is required, as documented` },
		request: body((values) => {
			const { [field.sid]: _session, ...rest } = identity(values);
			return { ...rest, [field.items]: takesText ? values.item : [values.item] };
		}),
	};
}

export const listExperiment: ListProbes = ({ account, hasExperimentKey }, seen) => {
	if (account.experimentId === null || !hasExperimentKey) return [];
	const takesText = seen.isSuccess('experiment.text') && !seen.isSuccess('experiment.array');
	return [...probes, withoutSession(takesText)];
};
