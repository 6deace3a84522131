import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprints, ledgerFile, pictureFolder } from '../e2e/pictures/fingerprints';
import { largestFilm, largestPicture, largestWidth } from '../e2e/pictures/limits';

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
	const files = readdirSync(pictureFolder).filter((name) => /\.(png|gif)$/.test(name));
	expect(files.sort()).toEqual([...pictures].sort());
});

test.each(pictures)('%s is small', (name) => {
	const file = readFileSync(join(pictureFolder, name));
	const isFilm = name.endsWith('.gif');
	expect(file.length).toBeLessThan(isFilm ? largestFilm : largestPicture);
	// The width stands at a fixed place of every GIF, and of every PNG.
	const width = isFilm ? file.readUInt16LE(6) : file.readUInt32BE(16);
	expect(width).toBeLessThanOrEqual(largestWidth);
});
