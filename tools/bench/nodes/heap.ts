import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const exposed: unknown = runInNewContext('gc');

/** Has V8 collect all garbage of n8n. */
export function collectGarbage(): void {
	if (!isCollector(exposed)) throw new Error('This Node.js does not give its collector.');
	exposed();
	exposed();
}

function isCollector(value: unknown): value is () => void {
	return typeof value === 'function';
}
