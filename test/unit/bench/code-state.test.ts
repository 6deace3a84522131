import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOfCode } from '../../../bench/code-state';

const root = mkdtempSync(join(tmpdir(), 'kainic-code-'));
const git = (...args: string[]) => execFileSync('git', args, { cwd: root });
const write = (name: string, text: string) => writeFileSync(join(root, name), text);

beforeAll(() => {
	git('init', '-q');
	write('.gitignore', 'ignored\n');
	git('add', '.');
	git('-c', 'user.name=n', '-c', 'user.email=n@example.com', 'commit', '-qm', 'first');
});

afterAll(() => rmSync(root, { recursive: true }));

test('code is named by its commit, and anew whenever a file is changed, also one that git does not know', async () => {
	const names = [await nameOfCode(root)];
	const steps = [
		() => write('.gitignore', 'ignored\n*.log\n'),
		() => write('new file.ts', '1'),
		() => write('new file.ts', '2'),
		() => mkdirSync(join(root, 'new')),
		() => write('new/inner.ts', '1'),
		() => write('new/inner.ts', '2'),
	];
	for (const step of steps) {
		step();
		names.push(await nameOfCode(root));
	}

	expect(names[0]).toMatch(/^[0-9a-f]{40}$/);
	// A folder without files is no change.
	expect(names[4]).toBe(names[3]);
	expect(new Set(names).size).toBe(names.length - 1);

	write('ignored', '1');
	expect(await nameOfCode(root)).toBe(names.at(-1));
});
