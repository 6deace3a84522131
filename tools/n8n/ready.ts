import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Server } from './server';
import { SetupError } from './setup-error';

/**
 * Resolves when a started n8n answers. If it ends before that, or is not ready within `limit` ms,
 * stops it and fails with a SetupError that shows the end of its log.
 */
export async function untilReady(
	server: Server,
	command: readonly string[],
	limit: number,
): Promise<void> {
	const end = Date.now() + limit;
	let running = true;
	void server.ended.then(() => (running = false));
	const missing = readinessPaths(command);
	while (running && Date.now() < end) {
		if (await answers(`${server.url}${missing[0] ?? ''}`)) missing.shift();
		else await wait(200);
		if (missing.length === 0) return;
	}
	const what = running
		? `was not ready within ${Math.round(limit / 1000)} s`
		: 'ended before it was ready';
	const tail = readFileSync(server.logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
	await server.stop(1_000);
	throw new SetupError(`n8n ${what}. The end of its log:\n${tail}`);
}

/** n8n may report readiness before its REST interface works; workers have no such interface. */
function readinessPaths(command: readonly string[]): string[] {
	const health = '/healthz/readiness';
	return command[0] === 'start' ? [health, '/rest/settings'] : [health];
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
	} catch {
		return false;
	}
}
