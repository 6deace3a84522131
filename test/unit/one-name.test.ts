import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

const texts = ['bench', 'demo', 'docs', 'emulator', 'examples', 'test', 'README.md'].flatMap(
	(place) =>
		place.includes('.') ? [place] : filesBelow(place).map((file) => path.join(place, file)),
);

function filesBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
		(name) => /\.(ts|json|md|yaml)$/.test(name) && !name.includes('node_modules'),
	);
}

/** Other names under which a shop might send what happened. */
const otherNames = [
	/\bevent_?type\b/i,
	/["']?\bevent["']?\s*:\s*["'](product_)?(view|purchase|click|add_to_cart)/,
	/"name":\s*"event",\s*"value"/,
	/\bevent_?name\b(?<!event_name|eventName)/i,
];

/** The contract check asks which of several names Kainic requires. */
const ofAllNames = /one-name\.test\.ts$|contract-check\.json$|unit\/contract\//;

test.each(texts.filter((file) => !ofAllNames.test(file)))(
	'%s calls what happened event_name',
	(file) => {
		const text = readFileSync(path.join(root, file), 'utf8');
		for (const name of otherNames) expect(text.match(name)?.[0]).toBeUndefined();
	},
);

const placesToSayIt = [
	...['examples/order-events-webhook.json', 'examples/experiment-webhook.json'],
	...['examples/failed-events.json', 'demo/events.workflow.json'],
	...['bench/nodes/material.ts', 'emulator/README.md'],
];

test.each(placesToSayIt)('%s says that Kainic decides the name', (file) => {
	const text = readFileSync(path.join(root, file), 'utf8');
	expect(text).toContain('event_name');
	expect(text).toMatch(/Kainic's reference/);
});
