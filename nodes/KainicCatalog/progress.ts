import type { Bytes } from '../shared/n8n/binary';
import type { Setup } from '../shared/n8n/operation';
import type { Content } from './upload';

/** Says where a long run is, at most once a second. */
export interface Progress {
	/** The bytes of a content, noted as they pass, until the signal is aborted. */
	watch(content: Content, signal: AbortSignal, upload: Watched): AsyncIterable<Bytes>;
}

export interface Watched {
	/** Which of the run's uploads it is. */
	readonly title: string;
	readonly storeId: string;
	readonly products: number;
}

type Turns = Pick<Setup, 'log' | 'pauseIsDue' | 'breathe'>;

/** Milliseconds between two lines. */
const interval = 1000;

const megabyte = 1_048_576;

export function startProgress({ log, pauseIsDue, breathe }: Turns): Progress {
	let last = Date.now();
	const note = (line: () => string) => {
		if (Date.now() - last < interval) return;
		last = Date.now();
		log(line());
	};
	return {
		async *watch(content, signal, { title, storeId, products }) {
			let sent = 0;
			for await (const chunk of content.open()) {
				if (signal.aborted) return;
				yield chunk;
				// A socket that takes all at once would never let the process have its turn.
				if (pauseIsDue()) await breathe();
				sent += chunk.byteLength;
				note(
					() =>
						`Kainic Catalog: ${title}, store "${storeId}", ${products.toLocaleString('en-US')} products: ${format(sent)} of ${format(content.bytes)} MB sent`,
				);
			}
		},
	};
}

function format(bytes: number): string {
	return (bytes / megabyte).toFixed(1);
}
