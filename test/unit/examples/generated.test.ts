import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generatedExamples } from '../../../scripts/generate';
import { folder } from './code-node';

const examples = [...generatedExamples()];

test.each(examples)('%s is what npm run generate writes', (file, text) => {
	expect(readFileSync(path.join(folder, file), 'utf8')).toBe(text);
});

test.each(examples)('%s holds no code but that of its source files', (file) => {
	const workflow = readFileSync(path.join(folder, 'src', file), 'utf8');
	expect(workflow).not.toMatch(/"jsCode": "(?!@file:)/);
});
