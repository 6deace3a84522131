import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedApi } from '../../scripts/generate/api';
import { generatedDocuments } from '../../scripts/generate/documents';
import { generatedExamples } from '../../scripts/generate/examples';

const root = path.resolve(__dirname, '../..');

test.each([...generatedApi(), ...generatedExamples(), ...generatedDocuments()])(
	'%s is what `npm run generate` writes',
	(file, text) => {
		expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
	},
);
