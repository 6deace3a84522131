import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KainicApi } from '../../credentials/KainicApi.credentials';
import { objectOf } from '../n8n/json';
import { packageNodes } from '../n8n/package-nodes';
import { repositoryUrl } from './generate/identity';

export const pictureFolder = join(__dirname, '../../docs/images');

const exampleFolder = join(__dirname, '../../examples');

/** Written when pictures are taken: what the subjects of each looked like then. */
export const ledgerFile = join(pictureFolder, 'panels.json');

/** The pictures that are not called by what they show. */
const others: Readonly<Record<string, readonly string[]>> = {
	'canvas.png': ['kainic-event'],
	'emulator.png': [],
	'webhook-to-recommendations.gif': ['kainic-predict', 'example-recommendations-webhook'],
};

/** What a picture shows: panels and workflows by the names that their own pictures have. */
function subjectsOf(picture: string): readonly string[] {
	return others[picture] ?? [basename(picture, '.png')];
}

/** Everything that a picture can show, as a short hash. */
export function fingerprints(): Readonly<Record<string, string>> {
	const examples = readdirSync(exampleFolder).filter((name) => name.endsWith('.json'));
	return {
		credential: hash(JSON.stringify(new KainicApi().properties)),
		...Object.fromEntries(
			packageNodes.map(({ page, description }) => [
				page,
				hash(JSON.stringify(description.properties)),
			]),
		),
		...Object.fromEntries(
			examples.map((name) => [
				`example-${basename(name, '.json')}`,
				hash(readFileSync(join(exampleFolder, name), 'utf8').replaceAll(repositoryUrl, '')),
			]),
		),
	};
}

export function currentOf(picture: string): Readonly<Record<string, string | undefined>> {
	const current = fingerprints();
	return Object.fromEntries(subjectsOf(picture).map((name) => [name, current[name]]));
}

/** The pictures that are missing, or whose panel or workflow has changed since they were taken. */
export function stalePictures(): string[] {
	const ledger = objectOf(JSON.parse(readFileSync(ledgerFile, 'utf8')), 'The ledger of pictures');
	const taken = readdirSync(pictureFolder).filter((name) => name !== basename(ledgerFile));
	const missing = Object.keys(fingerprints())
		.map((name) => `${name}.png`)
		.filter((name) => !taken.includes(name));
	const isStale = (name: string) =>
		JSON.stringify(ledger[name]) !== JSON.stringify(currentOf(name));
	return [...missing, ...taken.filter(isStale)];
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
