import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../../harness/cleanup';

const cleanup = join(__dirname, '../../../harness/cleanup.ts');

test('a temporary folder is empty, is like no other, and goes with all that is in it', () => {
	const [one, other] = [temporaryFolder('test'), temporaryFolder('test')];
	try {
		expect(readdirSync(one.path)).toEqual([]);
		expect(one.path).not.toBe(other.path);
		writeFileSync(join(one.path, 'file'), 'text');
		one.remove();
		expect([one, other].map(({ path }) => existsSync(path))).toEqual([false, true]);
	} finally {
		other.remove();
	}
});

test('a temporary folder that nobody removed goes when the process ends', () => {
	const script = [
		`const { temporaryFolder } = require(${JSON.stringify(cleanup)});`,
		"process.stdout.write(temporaryFolder('test').path);",
		'setTimeout(() => {}, 60_000);',
		"process.kill(process.pid, 'SIGTERM');",
	].join('\n');
	const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
		encoding: 'utf8',
	});

	expect(status).toBe(143);
	expect(stdout).toMatch(/kainic-test-\w+$/);
	expect(existsSync(stdout)).toBe(false);
});
