import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedApi } from '../../tools/scripts/generate/api';
import { generatedDocuments } from '../../tools/scripts/generate/documents';
import { generatedExamples } from '../../tools/scripts/generate/examples';

const root = path.resolve(__dirname, '../..');

test.each([...generatedApi(), ...generatedDocuments()])(
	'%s is what `npm run generate` writes',
	(file, text) => {
		expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
	},
);

test.each([...generatedExamples()])(
	'%s has the sources of its Code nodes that `npm run generate` writes',
	(file, workflow) => {
		expect(JSON.parse(readFileSync(path.join(root, file), 'utf8'))).toEqual(workflow);
	},
);
