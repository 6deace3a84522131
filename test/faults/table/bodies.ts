import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
	accepted,
	doubtful,
	emulator,
	faultsOf,
	refused,
	row,
	takingAll,
	wire,
	type FaultCase,
} from '../support/fault-case';
import { failText, successText } from './answers';

const megabyte = 1024 * 1024;

/** An answer after the request was taken. */
const taken = (body: string, contentType = 'application/json') =>
	emulator({ kind: 'answer', status: 200, body, contentType, processed: true });

const unread = doubtful('bad_response');

const planted = successText
	.replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},')
	.replace('"items"', '"__proto__":{"polluted":1},"constructor":5,"items"')
	.replace('"item_id"', '"__proto__":{"polluted":1},"toString":null,"item_id"');

const nested = `{"status":"success","data":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
const inPrototype = '{"__proto__":{"status":"success","data":{"items":[]}}}';

const compressed = (encoding: string, body: Buffer): Buffer => {
	const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}`;
	return Buffer.concat([Buffer.from(`${head}\r\nConnection: close\r\n\r\n`), body]);
};

const gzipped = gzipSync(successText);
const damagedGzip = Buffer.concat([gzipped.subarray(0, 10), Buffer.alloc(100, 0xff)]);
const gzipOfMany = gzipSync(Buffer.alloc(100 * megabyte, ' '));

const large = (bytes: number) =>
	taken(successText.replace('{', `{"padding":"${'x'.repeat(bytes)}",`));
const longMessage = failText('x'.repeat(megabyte));

/** unit/kainic/response.test.ts has more of what is an answer of Kainic, and what is none. */
export const bodyFaults: readonly FaultCase[] = [
	...faultsOf(accepted, [
		['success with __proto__ and constructor as fields', taken(planted)],
		[
			'success with an item that has an error',
			taken(successText.replace('"item_id"', '"error":"x","item_id"')),
		],
		['success with half a surrogate pair', taken(successText.replace('p-1', '\\ud800'))],
		['success as text in another charset', taken(successText, 'text/html; charset=utf-16')],
		['an answer of 900 KB', large(900 * 1024)],
		['gzip', takingAll(compressed('gzip', gzipped))],
		['brotli', takingAll(compressed('br', brotliCompressSync(successText)))],
		['an unknown compression', takingAll(compressed('zipped', Buffer.from(successText)))],
	]),
	...faultsOf(accepted, [['success with no data', taken('{"status":"success"}')]], {
		expectedWithData: unread,
	}),
	...faultsOf(unread, [
		['an answer that has its status in its prototype', taken(inPrototype)],
		['an answer that is nested 100,000 times', taken('['.repeat(100_000) + ']'.repeat(100_000))],
		['an answer that is a success nested 5,000 times', taken(nested)],
		['an answer that is cut in half', emulator({ kind: 'truncate' })],
		['an answer of 9 MB, which is more than any node reads', large(9 * megabyte)],
		['a page in place of the answer', taken('<h1>Error: Server Error</h1>', 'text/html')],
		['gzip that is damaged', wire(compressed('gzip', damagedGzip))],
		['gzip that is cut off', wire(compressed('gzip', gzipped.subarray(0, 20)))],
		['gzip of 100 MB in 100 KB', wire(compressed('gzip', gzipOfMany))],
	]),
	row(
		'a failure whose message has 1 MB',
		emulator({ kind: 'answer', status: 400, body: longMessage }),
		refused('rejected'),
	),
];
