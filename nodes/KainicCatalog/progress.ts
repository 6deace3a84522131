import type { RunContext } from '../shared/n8n/operation';
import { formatNumber } from '../shared/values';

/** What the lines in n8n's log say of an upload. */
export interface UploadTitle {
	/** Which of the run's uploads it is. */
	readonly title: string;
	readonly store: string;
	readonly products: number;
	readonly bytes: number;
}

/** Called for each chunk that is read for sending, with the bytes of the file so far. */
export type ReportRead = (upload: UploadTitle, bytes: number) => Promise<void>;

/** Milliseconds between two lines in the log. */
const interval = 1000;

const megabyte = 1_048_576;

/**
 * Logs how far a long run is, at most once a second, and yields to the event loop if the network
 * takes bytes so fast that nothing else would run.
 */
export function startProgress({
	log,
	timeSlice,
}: Pick<RunContext, 'log' | 'timeSlice'>): ReportRead {
	let last = Date.now();
	return async ({ title, store, products, bytes: all }, bytes) => {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		if (Date.now() - last < interval) return;
		last = Date.now();
		const sent = `${format(bytes)} of ${format(all)} MB sent`;
		log(`Kainic Catalog: ${title}, ${store}, ${formatNumber(products)} products: ${sent}`);
	};
}

function format(bytes: number): string {
	return (bytes / megabyte).toFixed(1);
}
