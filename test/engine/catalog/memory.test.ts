import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { isNightly } from '../../nightly';
import { tellsMemory } from '../../system';
import { n8nMajor } from '../support';
import type { Measured } from './memory-child';

const megabyte = 1_048_576;

/** Slow: every measurement has a process of its own, in which nothing but the node runs. */
jest.setTimeout(180_000);

let emulator: ChildProcess;
let url: string;
beforeAll(async () => {
	const script = path.join(__dirname, '../../../tools/emulator/main.ts');
	const settings = JSON.stringify({ maxRequestBytes: 1024 * megabyte });
	const options = ['--port', '0', '--settings', settings];
	const args = ['--import', 'tsx', script, ...options, '--stop-with-stdin'];
	const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
	emulator = child;
	const [greeting] = await once(child.stdout, 'data');
	[, url = ''] = /^Kainic emulator: (\S+)/.exec(String(greeting)) ?? [];
});
afterAll(async () => {
	const ended = once(emulator, 'close');
	emulator.stdin?.end();
	await ended;
});

async function measure(source: 'file' | 'items', megabytes: number): Promise<Measured> {
	const script = path.join(__dirname, 'memory-child.ts');
	const child = spawn(
		process.execPath,
		['--expose-gc', '--import', 'tsx', script, url, source, String(megabytes)],
		{
			env: { ...process.env, KAINIC_TEST_MAJOR: String(n8nMajor) },
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	await once(child, 'close');
	const [, measured] = /^MEASURED (.*)$/m.exec(output) ?? [];
	if (measured === undefined) throw new Error(output);
	return JSON.parse(measured);
}

async function lastUpload(): Promise<unknown> {
	const response = await fetch(`${url}/_emulator/state?uploads=1`);
	const { uploads } = await response.json();
	return uploads[0];
}

const unmeasured = tellsMemory ? '' : ' (not measured: this system does not tell)';

function expectGrowth({ growth }: Measured, limit: number): void {
	if (tellsMemory) expect(growth).toBeLessThan(limit);
}

/** Megabytes of a file, and by how many the process may grow. */
const files: ReadonlyArray<readonly [number, number]> = [
	[30, 50],
	...(isNightly ? [[500, 100] as const] : []),
];

test.each(files)(
	`a file of %i MB arrives byte for byte, and the process grows by less than %i MB${unmeasured}`,
	async (size, growth) => {
		const measured = await measure('file', size);

		expect(measured.bytes).toBeGreaterThan(size * megabyte);
		expect(await lastUpload()).toMatchObject({
			fileBytes: measured.bytes,
			fileSha256: measured.sha256,
			// The emulator does not count the products of a larger file.
			productCount: size > 100 ? null : measured.products,
		});
		expectGrowth(measured, growth * megabyte);
	},
);

test(`60,000 items go up while the process grows by less than 1.5 times their bytes${unmeasured}`, async () => {
	const measured = await measure('items', 30);

	expect(measured.products).toBe(60_000);
	expect(await lastUpload()).toMatchObject({ fileBytes: measured.bytes, productCount: 60_000 });
	expectGrowth(measured, 1.5 * measured.bytes);
});
