import path from 'node:path';
import { n8nMajor } from './support';

test('each test run has the engine, and the n8n-workflow, of the major it is named after', () => {
	const ofMajorOne = path.join('core-1', 'node_modules', 'n8n-workflow');

	expect(n8nMajor).toBe(Reflect.get(globalThis, 'expectedMajor'));
	expect(require.resolve('n8n-workflow').includes(ofMajorOne)).toBe(n8nMajor === 1);
});
