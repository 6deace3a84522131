import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprints, ledgerFile, pictureFolder } from '../e2e/pictures/fingerprints';

const largestBytes = 150_000;
const largestWidth = 1200;

const ledger: Record<string, Record<string, string>> = JSON.parse(readFileSync(ledgerFile, 'utf8'));
const pictures = Object.keys(ledger);

test.each(pictures)(
	'%s shows the panels as they are now (npm run test:e2e -- --pictures)',
	(name) => {
		const current = fingerprints();
		const now = Object.keys(ledger[name] ?? {}).map((subject) => [subject, current[subject]]);
		expect(Object.fromEntries(now)).toEqual(ledger[name]);
	},
);

test('every node and the credential are to be seen', () => {
	const shown = new Set(Object.values(ledger).flatMap((subjects) => Object.keys(subjects)));
	expect([...shown].sort()).toEqual(Object.keys(fingerprints()).sort());
});

test('the folder holds these pictures and no others', () => {
	const files = readdirSync(pictureFolder).filter((name) => name.endsWith('.png'));
	expect(files.sort()).toEqual([...pictures].sort());
});

test.each(pictures)('%s is small', (name) => {
	const file = readFileSync(join(pictureFolder, name));
	expect(file.length).toBeLessThan(largestBytes);
	// The width stands at a fixed place of every PNG.
	expect(file.readUInt32BE(16)).toBeLessThanOrEqual(largestWidth);
});
