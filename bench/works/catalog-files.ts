import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { productOf } from '../../harness/catalog-file';

const productsPerWrite = 10_000;

/** Writes a catalog of about that many megabytes of 1,000,000 bytes, without ever holding it whole. */
export async function writeCatalogFile(path: string, megabytes: number): Promise<void> {
	const stream = createWriteStream(path);
	let index = 0;
	for (let bytes = 0; bytes < megabytes * 1e6; index += productsPerWrite) {
		const products = Array.from({ length: productsPerWrite }, (_, offset) =>
			JSON.stringify(productOf(index + offset)),
		);
		const text = `${index === 0 ? '[' : ',\n'}${products.join(',\n')}`;
		bytes += Buffer.byteLength(text);
		if (!stream.write(text)) await once(stream, 'drain');
	}
	stream.end(']');
	await finished(stream);
}
