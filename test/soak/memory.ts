import { readFileSync } from 'node:fs';

interface Sample {
	/** Milliseconds since the start. */
	at: number;
	/** Megabytes of 1,048,576 bytes. */
	megabytes: number;
}

/** Resident megabytes of a process over some time. */
export interface Span {
	lowest: number;
	median: number;
	highest: number;
}

/** Samples the resident memory of a process once a second. */
export class MemoryWatch {
	private readonly samples: Sample[] = [];
	private readonly start = Date.now();
	private readonly timer: NodeJS.Timeout;

	constructor(private readonly pid: number) {
		this.timer = setInterval(() => this.take(), 1_000);
		this.take();
	}

	stop(): void {
		clearInterval(this.timer);
	}

	/** Memory between two times in milliseconds since the start; NaN without a sample. */
	span(from: number, to: number): Span {
		const seen = this.samples
			.filter(({ at }) => at >= from && at < to)
			.map(({ megabytes }) => megabytes)
			.sort((a, b) => a - b);
		const at = (index: number): number => seen[index] ?? Number.NaN;
		return { lowest: at(0), median: at(Math.floor(seen.length / 2)), highest: at(seen.length - 1) };
	}

	private take(): void {
		const megabytes = residentMegabytes(this.pid);
		if (megabytes !== undefined) this.samples.push({ at: Date.now() - this.start, megabytes });
	}
}

function residentMegabytes(pid: number): number | undefined {
	try {
		const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
		return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
	} catch {
		return undefined;
	}
}
