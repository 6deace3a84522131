import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { productOf } from '../../n8n/catalog-file';
import { temporaryFolder } from '../../n8n/cleanup';

const productsPerWrite = 10_000;

let folder: string | null = null;

/**
 * Path of a catalog of about that many megabytes of 1,000,000 bytes, written when it is first asked
 * for; the end of this process removes it.
 */
export async function catalogFile(megabytes: number): Promise<string> {
	folder ??= temporaryFolder('bench').path;
	const path = join(folder, `${megabytes}.json`);
	if (!existsSync(path)) await writeCatalog(path, megabytes);
	return path;
}

async function writeCatalog(path: string, megabytes: number): Promise<void> {
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
