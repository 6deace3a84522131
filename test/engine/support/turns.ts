/** Turns of the event loop, in which whatever has come to this process is read: no time of a clock. */
export async function turns(count = 50): Promise<void> {
	for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}
