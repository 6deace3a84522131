/** Linux without /proc does not tell it. A test that looks at it leaves it out there, and says so in its name. */
export const tellsMemory = residentMemory() !== null;

/** Bytes of resident memory, or null if the system does not tell. */
export function residentMemory(): number | null {
	try {
		return process.memoryUsage.rss();
	} catch {
		return null;
	}
}

/** What the tests cannot look at on this system. */
export const leftOut = tellsMemory ? [] : ['memory'];
