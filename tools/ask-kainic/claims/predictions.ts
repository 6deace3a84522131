import { field } from '../../../nodes/shared/kainic/api';
import { isAbout, isJudged, type Seen } from '../answers';
import { requiredFields } from '../probes/predictions';
import { confirmed, different, open, type Claim } from './claim';

export const predictionClaims: readonly Claim[] = [
	itemsClaim('predict', 'Kainic Predict'),
	itemsClaim('experiment', 'Kainic Experiment'),
	...requiredFields.map((name) => ({
		id: `predict.requires.${name}`,
		claim: `A prediction requires ${name}`,
		probes: [`predict.without.${name}`],
		judge: (seen: Seen) => {
			const probe = `predict.without.${name}`;
			// If a request for nothing succeeds, no other success tells anything.
			if (seen.isSuccess('predict.nothing')) return open();
			if (seen.isSuccess(probe)) return different('It succeeds without it; it may still be read');
			return isAbout(seen.of(probe), new RegExp(name)) ? confirmed() : open();
		},
	})),
	{
		id: 'model.unknown',
		claim: 'A model that does not exist gets a success, or a failure in documented words',
		probes: ['predict.unknown-model'],
		judge: (seen) => {
			const answer = seen.of('predict.unknown-model');
			if (seen.isSuccess('predict.nothing') || !isJudged(seen.of('predict.array'))) return open();
			if (isJudged(answer)) return confirmed();
			return isAbout(answer, /model|mid/i) ? different() : open();
		},
	},
];

function itemsClaim(endpoint: 'predict' | 'experiment', node: string): Claim {
	const array = `${endpoint}.array`;
	const text = `${endpoint}.text`;
	const value = `={{ { "${field.items}": $json.item_id } }}`;
	const remedy = { node, option: 'Additional Body Fields', value };
	return {
		id: `${endpoint}.items`,
		claim: `${field.items} is an array (${endpoint})`,
		probes: [array, text],
		judge: (seen) => {
			if (seen.isSuccess(`${endpoint}.nothing`)) return open();
			if (seen.isSuccess(array)) return confirmed();
			const isRefused = (probe: string) => isAbout(seen.of(probe), new RegExp(field.items));
			if (isRefused(array)) return seen.isSuccess(text) ? different('', remedy) : open();
			return isRefused(text) && isJudged(seen.of(array)) ? confirmed() : open();
		},
	};
}
