import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
	accepted,
	doubtful,
	emulator,
	faultsOf,
	refused,
	row,
	takingAll,
	wire,
	type Expectation,
	type FaultCase,
	type Strike,
} from '../support/fault-case';
import { failText, httpText, successText } from './answers';

const megabyte = 1024 * 1024;

/** An answer after the request was taken. */
const taken = (body: string, contentType = 'application/json') =>
	emulator({ kind: 'answer', status: 200, body, contentType, processed: true });

const unread = doubtful('bad_response');

const nest = (open: string, close: string, depth: number, inner = '1') =>
	open.repeat(depth) + inner + close.repeat(depth);

const understood: ReadonlyArray<readonly [string, string]> = [
	['white space around the JSON', ` \n${successText}\n `],
	['a byte order mark', `\ufeff${successText}`],
	['fields that nobody knows', successText.replace('{', '{"extra":[1,{"a":null}],')],
	[
		'__proto__ and constructor as fields',
		successText
			.replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},')
			.replace('"items"', '"__proto__":{"polluted":1},"constructor":5,"items"')
			.replace('"item_id"', '"__proto__":{"polluted":1},"toString":null,"item_id"'),
	],
	['an item that has an error', successText.replace('"item_id"', '"error":"x","item_id"')],
	['half a surrogate pair', successText.replace('p-1', '\\ud800')],
	['numbers beyond any', successText.replace('"p-1"', '1e999')],
];

const withoutData: ReadonlyArray<readonly [string, string]> = [
	['no data', '{"status":"success"}'],
	['null as data', '{"status":"success","data":null}'],
	['text as data', '{"status":"success","data":"ok"}'],
	['items that are an object', '{"status":"success","data":{"items":{"0":1},"kainic_mid":"m"}}'],
];

const misunderstood: ReadonlyArray<readonly [string, string]> = [
	['an array', `[${successText}]`],
	['null', 'null'],
	['a number', '1'],
	['another status', '{"status":"SUCCESS","data":{}}'],
	['a status that is an object', '{"status":{"toString":"success"},"data":{}}'],
	['a status in its prototype', '{"__proto__":{"status":"success","data":{"items":[]}}}'],
	['two JSON documents', successText + successText],
	['JSON with a comma too much', successText.replace(/}$/, ',}')],
	['JSON that is nested 100,000 times', nest('[', ']', 100_000)],
	['a success nested 5,000 times', `{"status":"success","data":${nest('{"a":', '}', 5000)}}`],
	['NUL bytes', '\0'.repeat(1000)],
];

const compressed = (encoding: string, body: Buffer): Buffer => {
	const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}`;
	return Buffer.concat([Buffer.from(`${head}\r\nConnection: close\r\n\r\n`), body]);
};

const gzipped = gzipSync(successText);
const damagedGzip = Buffer.concat([gzipped.subarray(0, 10), Buffer.alloc(100, 0xff)]);
const gzipOfMany = gzipSync(Buffer.alloc(100 * megabyte, ' '));

const large = (bytes: number) =>
	taken(successText.replace('{', `{"padding":"${'x'.repeat(bytes)}",`));
const page = { contentType: 'text/html', body: '<h1>Error: Server Error</h1>' };
const noJson = { contentType: 'application/json', body: 'not JSON' };
const saying = (text: string) => emulator({ kind: 'answer', status: 400, body: failText(text) });
const beyondAscii = httpText('200 OK', ['X-A: \u00e4']);

const rows: ReadonlyArray<readonly [name: string, strike: Strike, expected: Expectation]> = [
	['a page in place of the answer', emulator({ kind: 'answer', status: 200, ...page }), unread],
	['text that claims to be JSON', emulator({ kind: 'answer', status: 200, ...noJson }), unread],
	['JSON that is cut in half', emulator({ kind: 'truncate' }), unread],
	['gzip', takingAll(compressed('gzip', gzipped)), accepted],
	['damaged gzip', wire(compressed('gzip', damagedGzip)), unread],
	['deflate', takingAll(compressed('deflate', deflateSync(successText))), accepted],
	['brotli', takingAll(compressed('br', brotliCompressSync(successText))), accepted],
	['an unknown compression', takingAll(compressed('zipped', Buffer.from(successText))), accepted],
	['gzip that is cut off', wire(compressed('gzip', gzipped.subarray(0, 20))), unread],
	['100 MB in 100 KB of gzip', wire(compressed('gzip', gzipOfMany)), unread],
	['an answer of 50 MB', large(50 * megabyte), unread],
	['an answer of 5 MB, which is more than any node reads', large(5 * megabyte), unread],
	['an answer of 900 KB', large(900 * 1024), accepted],
	['a failure whose message has 1 MB', saying('x'.repeat(megabyte)), refused('rejected')],
	['a failure that names codes of n8n', saying('ECONNREFUSED 404 EPERM'), refused('rejected')],
	['header values beyond ASCII', takingAll(beyondAscii), accepted],
];

const named = (beginning: string, bodies: ReadonlyArray<readonly [string, string]>) =>
	bodies.map(([name, body]) => [`${beginning} ${name}`, taken(body)] as const);

export const bodyFaults: readonly FaultCase[] = [
	...faultsOf(accepted, named('success with', understood)),
	...faultsOf(accepted, named('success with', withoutData), { expectedWithData: unread }),
	...faultsOf(unread, named('an answer that is', misunderstood)),
	...['text/html', 'text/plain', 'image/png', 'application/json; charset=utf-16', 'nonsense'].map(
		(type) => row(`success as ${type}`, taken(successText, type), accepted),
	),
	...rows.map((given) => row(...given)),
	row('a fail that repeats the address with the key', saying('{url}'), refused('rejected')),
	row(
		'a success that repeats the address with the key',
		taken(successText.replace('p-1', '{url}')),
		accepted,
	),
];
