import type { Probe } from '../model';
import { eventsTo } from '../requests';
import type { ListProbes } from '../seen';
import type { Reading } from '../reading';

const megabyte = 1024 * 1024;

/**
 * Sizes of requests, from one that is safe upwards. 9 and 11, 30 and 34 lie on both sides of the
 * host's limits (10 and 32), whether a megabyte has 1,000,000 or 1,048,576 bytes.
 */
export const sizes = [1, 9, 11, 30, 34] as const;

function limitProbe(size: number): Probe {
	return {
		id: sizeProbe(size),
		endpoint: 'events',
		key: 'project',
		title: `An event of ${size} MB without its required fields`,
		worstCase: `None by the documented rules. It transfers ${size} MB.`,
		mustBeRefused: true,
		mayAddEvent: false,
		means: {
			missing_fields: `${size} MB reach Kainic`,
			too_large: `${size} MB are more than the host takes`,
		},
		request: (values) =>
			eventsTo(values.trackerId, values)([{ contract_check: 'x'.repeat(size * megabyte) }]),
	};
}

export function sizeProbe(size: number): string {
	return `limits.${size}`;
}

/** Whether a request of some size reached Kainic. */
export function reached(reading: Reading | undefined): boolean {
	return reading?.kind === 'failure' && reading.code !== 'too_large';
}

/** The next size only if Kainic itself answered the last. */
export const listLimits: ListProbes = ({ account, limits }, seen) => {
	if (!limits || account.trackerId === null) return [];
	const answered = sizes.filter((size) => seen.of(sizeProbe(size)) !== undefined);
	const last = answered.at(-1);
	const goesOn = last === undefined || reached(seen.of(sizeProbe(last)));
	return sizes.slice(0, answered.length + (goesOn ? 1 : 0)).map(limitProbe);
};
