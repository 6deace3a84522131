import { endpoint, field, type Fields } from '../../../nodes/shared/kainic/api';
import type { Seen } from '../answers';
import { json, without, type Probe, type Values } from '../probe';

/** Fields of a prediction that this project infers to be required. */
export const requiredFields = [
	field.kainicPid,
	field.kainicMid,
	field.platform,
	field.anonUid,
] as const;

type Body = (values: Values, seen: Seen) => Fields;

function predict(id: string, body: Body, more: Partial<Probe> = {}): Probe {
	return {
		id,
		endpoint: 'predict',
		key: 'project',
		worstCase:
			'Kainic answers with recommendations. Nothing is stored by its documented rules; it may count a prediction.',
		mustBeRefused: false,
		needs: ['model'],
		when: () => true,
		request: (values, seen) => json(endpoint.predict(), body(values, seen)),
		...more,
	};
}

function visitor(values: Values): Fields {
	return {
		[field.kainicPid]: values.projectId,
		[field.platform]: 'web',
		[field.anonUid]: values.madeUp,
	};
}

/** Neither items nor a type. */
function nothing(values: Values): Fields {
	return { ...visitor(values), [field.kainicMid]: values.modelId };
}

/** `items` as they were seen to be accepted; an array if neither was. */
function accepted(endpointName: 'predict' | 'experiment', { madeUp }: Values, seen: Seen): Fields {
	const isText = seen.isSuccess(`${endpointName}.text`) && !seen.isSuccess(`${endpointName}.array`);
	return { [field.items]: isText ? madeUp : [madeUp] };
}

function whole(values: Values, seen: Seen): Fields {
	return { ...nothing(values), ...accepted('predict', values, seen) };
}

function isAccepted(seen: Seen): boolean {
	return seen.isSuccess('predict.array') || seen.isSuccess('predict.text');
}

/** The first goes with a made-up key: a host that is not Kainic gets no real one. */
export const predictionProbes: readonly Probe[] = [
	predict('predict.bad-key', whole, { key: 'made-up', needs: [] }),
	predict('predict.nothing', nothing, { needs: [] }),
	predict('predict.array', (values) => ({ ...nothing(values), [field.items]: [values.madeUp] })),
	predict('predict.text', (values) => ({ ...nothing(values), [field.items]: values.madeUp })),
	...requiredFields.map((name) =>
		predict(`predict.without.${name}`, (values, seen) => without(whole(values, seen), name), {
			when: isAccepted,
		}),
	),
	predict('predict.unknown-model', (values, seen) => ({
		...whole(values, seen),
		[field.kainicMid]: values.madeUp,
	})),
	predict('predict.wrong-project', (values, seen) => ({
		...whole(values, seen),
		[field.kainicPid]: values.madeUp,
	})),
	predict('predict.no-key', whole, { key: 'none' }),
	predict('predict.other-key', whole, { key: 'experiment', needs: ['model', 'experiment'] }),
];

function experiment(id: string, body: Body, more: Partial<Probe> = {}): Probe {
	return {
		id,
		endpoint: 'experiment',
		key: 'experiment',
		worstCase:
			'None by the documented rules: a required field is missing. If Kainic broke them, a made-up session would count as one of the experiment.',
		mustBeRefused: true,
		needs: ['experiment'],
		when: () => true,
		request: (values, seen) =>
			json(endpoint.experiment(), {
				...visitor(values),
				[field.kainicExpId]: values.experimentId,
				[field.sid]: values.madeUp,
				...body(values, seen),
			}),
		...more,
	};
}

/** A whole request would give a session to the experiment, so it goes to one that does not exist. */
function unknown(id: string, items: (values: Values) => unknown): Probe {
	const body = (values: Values) => ({
		[field.kainicExpId]: values.madeUp,
		[field.items]: items(values),
	});
	const worstCase = 'None by the documented rules: the experiment does not exist.';
	return experiment(id, body, { worstCase, mustBeRefused: false });
}

export const experimentProbes: readonly Probe[] = [
	experiment('experiment.bad-key', () => ({}), { key: 'made-up' }),
	experiment('experiment.nothing', () => ({})),
	experiment('experiment.other-key', () => ({}), { key: 'project' }),
	unknown('experiment.array', ({ madeUp }) => [madeUp]),
	unknown('experiment.text', ({ madeUp }) => madeUp),
	experiment('experiment.no-session', (values, seen) => ({
		...accepted('experiment', values, seen),
		[field.sid]: undefined,
	})),
];
