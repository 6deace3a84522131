import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKilobytes, folderKilobytes } from '../../../bench/rest/sizes';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kainic-sizes-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a kilobyte has 1,000 bytes', () => {
	writeFileSync(join(folder, 'file'), 'x'.repeat(1_500));
	expect(fileKilobytes(join(folder, 'file'))).toBe(1.5);
});

test('a folder is as large as its files at any depth, hidden ones too', () => {
	mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
	writeFileSync(join(folder, 'file'), 'x'.repeat(1_000));
	writeFileSync(join(folder, 'deep', '.hidden'), 'x'.repeat(200));
	writeFileSync(join(folder, 'deep', 'deeper', 'file'), 'x'.repeat(30));
	expect(folderKilobytes(folder)).toBe(1.23);
});

test('a link in a folder counts for nothing', () => {
	writeFileSync(join(folder, 'file'), 'x'.repeat(1_000));
	symlinkSync(join(folder, 'file'), join(folder, 'link'));
	expect(folderKilobytes(folder)).toBe(1);
});

test('an empty folder has no size', () => {
	expect(folderKilobytes(folder)).toBe(0);
});
