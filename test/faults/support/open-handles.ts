import { getEventListeners } from 'node:events';
import { sleep } from 'n8n-workflow';

/** What this process holds open: listeners of a cancel signal, timers, sockets and requests to the file system. */
export function openHandles(signal?: AbortSignal): readonly string[] {
	const listeners = signal === undefined ? [] : getEventListeners(signal, 'abort');
	return [
		...listeners.map(() => 'listener'),
		...process
			.getActiveResourcesInfo()
			.filter((name) => !['Immediate', 'PipeWrap', 'TTYWrap'].includes(name)),
	];
}

/** What is open now and was not open before. */
function beyond(before: readonly string[], now: readonly string[]): string[] {
	const left = [...before];
	return now.filter((name) => {
		const index = left.indexOf(name);
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
}

/**
 * What a run left open. Waits for a moment until there is nothing at two looks in a row: a connection that
 * was given up may reach the server between the two.
 */
export async function leftOpen(before: readonly string[], signal?: AbortSignal): Promise<string[]> {
	const end = Date.now() + 900;
	const look = () => beyond(before, openHandles(signal));
	for (let looks = 0; looks < 2 && Date.now() < end; looks = look().length === 0 ? looks + 1 : 0) {
		await sleep(20);
	}
	return look();
}
