import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { KainicApi } from '../../../credentials/KainicApi.credentials';
import { catalogProperties } from '../../../nodes/KainicCatalog/properties';
import { eventProperties } from '../../../nodes/KainicEvent/properties';
import { experimentProperties } from '../../../nodes/KainicExperiment/prediction';
import { predictProperties } from '../../../nodes/KainicPredict/prediction';

export const pictureFolder = join(__dirname, '../../../docs/images');

/** What each picture's subjects looked like when it was taken. */
export const ledgerFile = join(pictureFolder, 'panels.json');

/** What a picture of each node and of the credential depends on, as a short hash by class name. */
export function fingerprints(): Readonly<Record<string, string>> {
	return {
		KainicApi: hash(new KainicApi().properties),
		KainicCatalog: hash(catalogProperties),
		KainicEvent: hash(eventProperties),
		KainicExperiment: hash(experimentProperties),
		KainicPredict: hash(predictProperties),
	};
}

function hash(properties: object): string {
	return createHash('sha256').update(JSON.stringify(properties)).digest('hex').slice(0, 16);
}
