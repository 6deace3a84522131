import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedFiles } from '../../scripts/generate';

const root = path.resolve(__dirname, '../..');

test.each([...generatedFiles()])('%s is what `npm run generate` writes', (file, text) => {
	expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
});
