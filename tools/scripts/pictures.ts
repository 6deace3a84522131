import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
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
	'health.png': ['example-health'],
	'newsletter.png': ['example-newsletter'],
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

/** The pictures that a document shows. No others are taken. */
export function shownPictures(): ReadonlySet<string> {
	const root = join(__dirname, '../..');
	const pages = readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true })
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name));
	const documents = ['README.md', 'tools/emulator/README.md', ...pages];
	const texts = documents.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
	return new Set(
		[...texts.matchAll(/images\/([\w-]+\.(?:png|gif))/g)].map(([, name = '']) => name),
	);
}

/** The pictures that are missing, or whose panel or workflow has changed since they were taken. */
export function stalePictures(): string[] {
	const ledger = objectOf(JSON.parse(readFileSync(ledgerFile, 'utf8')), 'The ledger of pictures');
	const isStale = (name: string) =>
		!existsSync(join(pictureFolder, name)) ||
		JSON.stringify(ledger[name]) !== JSON.stringify(currentOf(name));
	return [...shownPictures()].filter(isStale);
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
