import { readdirSync, readlinkSync } from 'node:fs';
import { getEventListeners } from 'node:events';
import { tellsOpenFiles } from '../../system';

/** What a process holds open. */
export interface OpenHandles {
	/** Paths of n8n's binary files; none if the system does not tell. */
	readonly files: readonly string[];
	/** Timers, sockets and requests to the file system, sorted. */
	readonly resources: readonly string[];
	/** Listeners of the execution's cancel signal. */
	readonly listeners: number;
}

export function openHandles(signal: AbortSignal | undefined): OpenHandles {
	const resources = process
		.getActiveResourcesInfo()
		.filter((name) => !['Immediate', 'PipeWrap', 'TTYWrap'].includes(name));
	return {
		files: openFiles().filter((path) => path.includes('binary')),
		resources: resources.sort(),
		listeners: signal === undefined ? 0 : getEventListeners(signal, 'abort').length,
	};
}

/** What is open beyond the resources that were open before. */
export function beyond(before: readonly string[], now: OpenHandles): OpenHandles {
	const left = [...before];
	const added = now.resources.filter((name) => {
		const index = left.indexOf(name);
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
	return { ...now, resources: added };
}

function openFiles(): string[] {
	if (!tellsOpenFiles) return [];
	return readdirSync('/proc/self/fd').flatMap((number) => {
		try {
			return [readlinkSync(`/proc/self/fd/${number}`)];
		} catch {
			return [];
		}
	});
}

/**
 * Waits until something is as expected at two looks in a row, for a moment at most: a connection that was
 * given up may reach the server between the two. Returns what it then is.
 */
export async function settled<Value>(read: () => Value, expected: Value): Promise<Value> {
	const end = Date.now() + 900;
	const isAsExpected = () => JSON.stringify(read()) === JSON.stringify(expected);
	for (let looks = 0; looks < 2 && Date.now() < end; looks = isAsExpected() ? looks + 1 : 0) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return read();
}
