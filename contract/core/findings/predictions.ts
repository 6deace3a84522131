import { field } from '../../../nodes/shared/kainic/api';
import { says } from '../messages';
import type { Finding } from '../model';
import { requiredFields } from '../probes/predict';
import { valueOfType } from '../probes/event-series';
import { isAbout, isSaid, isSame, tellsOf, type Reading } from '../reading';
import { isGoodKey } from '../stops';
import { describe, finding, operation, unsettled, type Claim, type Evidence } from './evidence';
import { paths } from './statuses';

const schemas = {
	predict: 'components/schemas/ModelPredictionRequest',
	experiment: 'components/schemas/ExperimentPredictionRequest',
} as const;

export function predictionFindings(evidence: Evidence): readonly Finding[] {
	return [
		itemsFinding(evidence, 'predict'),
		itemsFinding(evidence, 'experiment'),
		...requiredFields.map((name) => requiredFinding(evidence, name)),
		missingWords(
			evidence,
			'predict',
			requiredFields.map((name) => `predict.without.${name}`),
		),
		missingWords(evidence, 'experiment', ['experiment.no-session']),
		unknownModel(evidence),
	];
}

/** Where a request for nothing succeeds, no other success tells anything. */
function acceptsNothing({ seen }: Evidence, endpoint: 'predict' | 'experiment'): boolean {
	return seen.isSuccess(`${endpoint}.nothing`);
}

/** The type that Kainic wants `items` to have, if it complains of it. */
function complaint(reading: Reading | undefined): string | null {
	if (!isSaid(reading, says.fieldType)) return null;
	const { field: name, expected_type: type = '' } = reading.documented?.values ?? {};
	return name === field.items ? type : null;
}

/** Whether `items` is an array or a text. */
function itemsFinding(evidence: Evidence, endpoint: 'predict' | 'experiment'): Finding {
	const claim: Claim = {
		id: `${endpoint}.items`,
		claim: `${field.items} is an array (${endpoint})`,
		probes: [`${endpoint}.array`, `${endpoint}.text`],
		contract: [`${schemas[endpoint]}/properties/${field.items}`],
	};
	if (acceptsNothing(evidence, endpoint)) return unsettled(evidence, claim);
	const array = evidence.seen.of(`${endpoint}.array`);
	const text = evidence.seen.of(`${endpoint}.text`);
	const wanted = complaint(array);
	const told = `An array: ${describe(evidence, array)} A text: ${describe(evidence, text)}`;
	if (array?.kind === 'success') return finding(claim, 'confirmed', told);
	if (isAbout(array, [field.items]) && text?.kind === 'success') {
		return finding(claim, 'different', told, [remedy(endpoint)]);
	}
	if (wanted !== null) {
		const value = valueOfType(wanted);
		if (value === undefined || Array.isArray(value)) return unsettled(evidence, claim);
		return finding(claim, 'different', told);
	}
	const wantsArray = Array.isArray(valueOfType(complaint(text) ?? ''));
	return wantsArray ? finding(claim, 'confirmed', told) : unsettled(evidence, claim);
}

function remedy(endpoint: 'predict' | 'experiment') {
	return {
		node: endpoint === 'predict' ? 'Kainic Predict' : 'Kainic Experiment',
		option: 'Additional Body Fields',
		value: `={{ { "${field.items}": $json.item_id } }}`,
	};
}

/** Leaving a required field out turns a success into a failure. */
function requiredFinding(evidence: Evidence, name: string): Finding {
	const probe = `predict.without.${name}`;
	const claim: Claim = {
		id: `predict.requires.${name}`,
		claim: `A prediction requires ${name}`,
		probes: [probe],
		contract: [`${schemas.predict}/properties/${name}`],
	};
	if (acceptsNothing(evidence, 'predict')) return unsettled(evidence, claim);
	const reading = evidence.seen.of(probe);
	if (reading?.kind === 'success') {
		const seen = 'Not required: a prediction without it succeeds as well. It may still be read.';
		return finding(claim, 'different', seen);
	}
	if (!isAbout(reading, [name])) return unsettled(evidence, claim);
	return finding(claim, 'confirmed', `Without it: ${describe(evidence, reading)}`);
}

/** The wording for a missing field of a prediction, which is inferred. */
function missingWords(
	evidence: Evidence,
	endpoint: 'predict' | 'experiment',
	probes: readonly string[],
): Finding {
	const claim: Claim = {
		id: `${endpoint}.missing-words`,
		claim: `A missing field is answered "${says.missingBodyFields}" (${endpoint})`,
		probes,
		contract: [`${operation(paths[endpoint])}/x-kainic-failures`],
	};
	const failures = probes.flatMap((id) => evidence.seen.failure(id) ?? []);
	const said = failures.find((reading) => isSaid(reading, says.missingBodyFields));
	if (said !== undefined && !isSame(said, evidence.seen.of(`${endpoint}.array`))) {
		return finding(claim, 'confirmed', describe(evidence, said));
	}
	const [first] = failures.filter(({ code }) => code === 'missing_fields');
	if (first === undefined || first === said) return unsettled(evidence, claim);
	return finding(claim, 'different', describe(evidence, first));
}

/** The emulator's models that are not listed work; the documented answer is that it is not deployed. */
function unknownModel(evidence: Evidence): Finding {
	const claim: Claim = {
		id: 'model.unknown',
		claim: 'A model that does not exist gets a success, or a failure in documented words',
		probes: ['predict.unknown-model'],
		contract: [operation(paths.predict)],
	};
	if (acceptsNothing(evidence, 'predict')) return unsettled(evidence, claim);
	const reading = evidence.seen.of('predict.unknown-model');
	const isDocumented = reading?.kind === 'failure' && reading.documented !== null;
	if (reading?.kind === 'success' || isDocumented) {
		return finding(claim, 'confirmed', describe(evidence, reading));
	}
	// Words that nobody knows may also be those for a bad key.
	if (!tellsOf(reading, /model|mid/i) || !isGoodKey(evidence.seen, 'project')) {
		return unsettled(evidence, claim);
	}
	return finding(claim, 'different', describe(evidence, reading));
}
