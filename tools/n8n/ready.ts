import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Server } from './server';
import { SetupError } from './setup-error';

/** Milliseconds. Several n8ns that start at once on a busy machine take minutes. */
const readyWithin = 240_000;

/**
 * Resolves when a started n8n answers. If it ends before that, or is not ready in time, stops it and
 * fails with a SetupError that shows the end of its log.
 */
export async function untilReady(server: Server, isWorker: boolean): Promise<void> {
	// n8n may answer at each before the other works. Workers have no REST interface.
	const paths = ['/healthz/readiness', ...(isWorker ? [] : ['/rest/settings'])];
	let running = true;
	void server.ended.then(() => (running = false));
	for (const end = Date.now() + readyWithin; running && Date.now() < end; await wait(200)) {
		const ready = await Promise.all(paths.map((path) => answers(server.url + path)));
		if (ready.every(Boolean)) return;
	}
	const what = running ? 'was not ready in time' : 'ended before it was ready';
	const tail = readFileSync(server.logFile, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
	await server.stop(1_000);
	throw new SetupError(`n8n ${what}. The end of its log:\n${tail}`);
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
	} catch {
		return false;
	}
}
