import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JsonScanner } from '../../../nodes/KainicCatalog/json-scanner';

setFlagsFromString('--expose-gc');
setFlagsFromString('--allow-natives-syntax');
const collect = runInNewContext('gc') as () => void;
const statusOf = runInNewContext('(method) => %GetOptimizationStatus(method)') as (
	method: (bytes: Uint8Array) => boolean,
) => number;

/** V8's bit for a function that it has compiled for speed. */
const optimized = 1 << 4;

const isCompiled = (): boolean => (statusOf(JsonScanner.prototype.write) & optimized) !== 0;

/** Reads files until V8 has compiled what reads them. */
async function readFiles(): Promise<void> {
	const products = Array.from({ length: 10_000 }, (_, id) => JSON.stringify({ id, title: 'Hat' }));
	const file = Buffer.from(`[${products.join(',')}]`);
	for (let run = 0; run < 30 || (run < 1_000 && !isCompiled()); run += 1) {
		new JsonScanner().write(file);
		await nextTurn();
	}
}

test('the scanner stays compiled when V8 collects all garbage between two files', async () => {
	await readFiles();
	const before = isCompiled();
	await nextTurn();
	collect();
	collect();

	expect([before, isCompiled()]).toEqual([true, true]);
});
