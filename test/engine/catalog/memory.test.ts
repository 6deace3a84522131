import path from 'node:path';
import { runCommand } from '../../../tools/n8n/command';
import { isNightly } from '../../nightly';
import { tellsMemory } from '../../system';
import { openShop } from '../shop';
import { n8nMajor } from '../support';
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
		{ cwd: process.cwd(), env: { ...process.env, KAINIC_TEST_MAJOR: String(n8nMajor) } },
	);
	const [, measured] = /^MEASURED (.*)$/m.exec(stdout) ?? [];
	if (measured === undefined) throw new Error(stdout + stderr);
	return JSON.parse(measured);
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
		expect(shop.uploads().at(-1)).toMatchObject({
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
	const uploaded = { fileBytes: measured.bytes, productCount: 60_000 };
	expect(shop.uploads().at(-1)).toMatchObject(uploaded);
	expectGrowth(measured, 1.5 * measured.bytes);
});
