import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nMajor } from '../../engine/support';

/** What the batteries saw. Added up over all of them, it is the table of docs/reliability.md. */
export interface Figures {
	/** Faults struck: one node in one error mode each. */
	runs: number;
	items: number;
	accepted: number;
	rejected: number;
	notSent: number;
	/** Of unknown fate, and said to be. */
	unknown: number;
	/** Reported as accepted, but not taken. */
	lost: number;
	/** Taken, but reported as surely not taken. */
	unmarked: number;
	/** Taken more than once since an attempt that was taken was not confirmed. */
	repeated: number;
	/** Taken more than once for any other reason. */
	doubled: number;
	leakSearches: number;
	leaks: number;
	cancels: number;
	/** Milliseconds. */
	slowestCancel: number;
}

export function noFigures(): Figures {
	return {
		...{ runs: 0, items: 0, accepted: 0, rejected: 0, notSent: 0, unknown: 0 },
		...{ lost: 0, unmarked: 0, repeated: 0, doubled: 0 },
		...{ leakSearches: 0, leaks: 0, cancels: 0, slowestCancel: 0 },
	};
}

/** The figures of one test file; written when it has ended, where somebody asked for them. */
export function keepFigures(battery: string): Figures {
	const figures = noFigures();
	afterAll(() => {
		const folder = process.env['KAINIC_RELIABILITY_FOLDER'];
		if (folder === undefined) return;
		mkdirSync(folder, { recursive: true });
		const content = JSON.stringify({ battery, n8nMajor, figures });
		writeFileSync(join(folder, `${battery}-n8n-${n8nMajor}.json`), content);
	});
	return figures;
}
