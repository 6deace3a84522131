import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprints, pictureFolder, subjectsOf } from '../e2e/pictures/fingerprints';
import { largestFilm, largestPicture, largestWidth } from '../e2e/pictures/limits';

const pictures = readdirSync(pictureFolder).filter((name) => !name.endsWith('.json'));
const subjects = Object.keys(fingerprints());

test.each(pictures)('%s shows a panel or a workflow that there is, and is small', (name) => {
	expect(subjects).toEqual(expect.arrayContaining([...subjectsOf(name)]));
	const file = readFileSync(join(pictureFolder, name));
	const isFilm = name.endsWith('.gif');
	expect(file.length).toBeLessThan(isFilm ? largestFilm : largestPicture);
	// The width stands at a fixed place of every GIF, and of every PNG.
	const width = isFilm ? file.readUInt16LE(6) : file.readUInt32BE(16);
	expect(width).toBeLessThanOrEqual(largestWidth);
});

test('every node and the credential are to be seen', () => {
	const panels = subjects.filter((subject) => !subject.startsWith('example-'));
	expect(pictures.flatMap(subjectsOf)).toEqual(expect.arrayContaining(panels));
});
