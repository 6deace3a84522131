import { EventEmitter, on } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepBuilt } from '../../../tools/demo/rebuild';

const root = mkdtempSync(join(tmpdir(), 'kainic-rebuild-'));
const destination = join(root, 'installed');
const built = join(destination, 'nodes/Shop.node.js');

const heard = new EventEmitter();
const report = (line: string) => void heard.emit('line', line);

/** The compiler's next line that contains a text. */
async function next(text: string): Promise<string> {
	for await (const [line] of on(heard, 'line'))
		if (String(line).includes(text)) return String(line);
	return '';
}

beforeAll(() => {
	mkdirSync(join(root, 'nodes'));
	mkdirSync(join(root, 'tools'));
	const config = {
		compilerOptions: { rootDir: '..', lib: ['es5'], types: [], noEmit: false },
		include: ['../nodes'],
	};
	writeFileSync(join(root, 'tools/tsconfig.build.json'), JSON.stringify(config));
	writeFileSync(join(root, 'nodes/Shop.node.ts'), 'export const title: string = "Shop";');
});

afterAll(() => rmSync(root, { recursive: true }));

test('changed code appears in the editor, even with a type error', async () => {
	const first = next('Watching for file changes');
	const stop = keepBuilt(root, destination, report);
	try {
		await first;
		expect(readFileSync(built, 'utf8')).toContain('"Shop"');

		const second = next('Watching for file changes');
		writeFileSync(join(root, 'nodes/Shop.node.ts'), 'export const title: string = "Market";');
		await second;
		expect(readFileSync(built, 'utf8')).toContain('"Market"');

		const problem = next('error TS2322');
		writeFileSync(join(root, 'nodes/Shop.node.ts'), 'export const title: string = 5;');
		expect(await problem).toContain('Shop.node.ts(1,14)');
		expect(readFileSync(built, 'utf8')).toContain('5');
	} finally {
		stop();
	}
});
