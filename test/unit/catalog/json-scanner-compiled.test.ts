import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JsonScanner } from '../../../nodes/KainicCatalog/json-scanner';

setFlagsFromString('--expose-gc');
setFlagsFromString('--allow-natives-syntax');

type Write = (bytes: Uint8Array) => boolean;

const collect = runInNewContext('gc') as () => void;
const observe = runInNewContext('(write) => %PrepareFunctionForOptimization(write)') as (
	write: Write,
) => void;
const compile = runInNewContext('(write) => %OptimizeFunctionOnNextCall(write)') as (
	write: Write,
) => void;
const statusOf = runInNewContext('(write) => %GetOptimizationStatus(write)') as (
	write: Write,
) => number;

/** V8's bit for a function that it has compiled for speed. */
const optimized = 1 << 4;

const isCompiled = (): boolean => (statusOf(JsonScanner.prototype.write) & optimized) !== 0;

const products = Array.from({ length: 10_000 }, (_, id) => JSON.stringify({ id, title: 'Hat' }));
const file = Buffer.from(`[${products.join(',')}]`);

async function readFile(): Promise<void> {
	new JsonScanner().write(file);
	await nextTurn();
}

test('the scanner stays compiled when V8 collects all garbage between two files', async () => {
	for (let run = 0; run < 30; run += 1) await readFile();
	// V8 takes compiled code back as often as something comes that it has not seen yet.
	for (let attempt = 0; attempt < 100 && !isCompiled(); attempt += 1) {
		observe(JsonScanner.prototype.write);
		await readFile();
		compile(JsonScanner.prototype.write);
		await readFile();
	}
	const before = isCompiled();
	collect();
	collect();

	expect([before, isCompiled()]).toEqual([true, true]);
});
