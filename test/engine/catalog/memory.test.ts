import path from 'node:path';
import { runCommand } from '../../../tools/n8n/command';
import { tellsMemory } from '../../system';
import { openShop } from '../shop';
import type { Measured } from './memory-child';

const megabyte = 1_048_576;
const shop = openShop({ maxRequestBytes: 1024 * megabyte });

/** Slow: every measurement has a process of its own, in which nothing but the node runs. */
jest.setTimeout(180_000);

async function measure(source: 'file' | 'items', megabytes: number): Promise<Measured> {
	const script = path.join(__dirname, 'memory-child.ts');
	const given = [shop.emulator.url, source, String(megabytes)];
	const { stdout, stderr } = await runCommand(
		process.execPath,
		['--expose-gc', '--import', 'tsx', script, ...given],
		{ cwd: process.cwd() },
	);
	const [, measured] = /^MEASURED (.*)$/m.exec(stdout) ?? [];
	if (measured === undefined) throw new Error(stdout + stderr);
	return JSON.parse(measured);
}

/** What goes up, its megabytes, and by how many the process may grow. */
const uploads: ReadonlyArray<readonly ['file' | 'items', number, number]> = [
	['file', 30, 250],
	['items', 30, 75],
];

const unmeasured = tellsMemory ? '' : ' (not measured: this system does not tell)';

test.each(uploads)(
	`%s: %i MB arrive, and the process grows by less than %i MB${unmeasured}`,
	async (source, size, growth) => {
		const measured = await measure(source, size);

		expect(measured.products).toBeGreaterThanOrEqual(size * 2000);
		expect(shop.uploads().at(-1)).toMatchObject({
			fileBytes: measured.bytes,
			productCount: measured.products,
		});
		if (tellsMemory) expect(measured.growth).toBeLessThan(growth * megabyte);
	},
);
