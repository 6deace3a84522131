import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedApi } from '../../tools/scripts/generate/api';
import { generatedDocuments } from '../../tools/scripts/generate/documents';
import { generatedExamples } from '../../tools/scripts/generate/examples';
import { generatedIdentity } from '../../tools/scripts/generate/identity';

const root = path.resolve(__dirname, '../..');

const files = [generatedApi(), generatedIdentity(), generatedDocuments()];

test.each(files.flatMap((generated) => [...generated]))(
	'%s is what `npm run generate` writes',
	(file, text) => {
		expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
	},
);

test.each([...generatedExamples()])('%s has the sources of its Code nodes', (file, workflow) => {
	expect(JSON.parse(readFileSync(path.join(root, file), 'utf8'))).toEqual(workflow);
});
