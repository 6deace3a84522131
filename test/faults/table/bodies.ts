import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FaultAction } from '../../../emulator';
import {
	accepted,
	doubtful,
	refused,
	type Expectation,
	type FaultCase,
	type Strike,
} from '../support/fault-case';
import { failText, httpText, successText } from './answers';

const megabyte = 1024 * 1024;

const emulator = (fault: FaultAction) => ({ kind: 'emulator', fault }) as const;

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

const compressed = (encoding: string, body: Buffer, takesAll = true): Strike => {
	const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}`;
	const text = Buffer.concat([Buffer.from(`${head}\r\nConnection: close\r\n\r\n`), body]);
	return { kind: 'wire', wire: { text }, takesAll };
};

const cutGzip = gzipSync(successText).subarray(0, 20);

export const bodyFaults: readonly FaultCase[] = [
	...named('success with', understood, accepted),
	...named('success with', withoutData, accepted).map((fault) => ({
		...fault,
		expectedWithData: unread,
	})),
	...named('an answer that is', misunderstood, unread),
	...['text/html', 'text/plain', 'image/png', 'application/json; charset=utf-16', 'nonsense'].map(
		(type): FaultCase => ({
			name: `success as ${type}`,
			strike: taken(successText, type),
			expected: accepted,
		}),
	),
	{ name: 'a page in place of the answer', strike: emulator({ kind: 'html' }), expected: unread },
	{ name: 'text that claims to be JSON', strike: emulator({ kind: 'not_json' }), expected: unread },
	{ name: 'JSON that is cut in half', strike: emulator({ kind: 'truncate' }), expected: unread },
	{ name: 'gzip', strike: emulator({ kind: 'gzip' }), expected: accepted },
	{ name: 'damaged gzip', strike: emulator({ kind: 'broken_gzip' }), expected: unread },
	{ name: 'deflate', strike: compressed('deflate', deflateSync(successText)), expected: accepted },
	{ name: 'brotli', strike: compressed('br', brotliCompressSync(successText)), expected: accepted },
	{
		name: 'an unknown compression',
		strike: compressed('zipped', Buffer.from(successText)),
		expected: accepted,
	},
	{
		name: 'gzip that is cut off',
		strike: compressed('gzip', cutGzip, false),
		expected: unread,
	},
	{
		name: 'an answer of 50 MB',
		strike: emulator({ kind: 'large', bytes: 50 * megabyte }),
		expected: unread,
	},
	{
		name: '100 MB in 100 KB of gzip',
		strike: compressed('gzip', gzipSync(Buffer.alloc(100 * megabyte, ' ')), false),
		expected: unread,
	},
	{
		name: 'an answer of 5 MB, which is more than any node reads',
		strike: emulator({ kind: 'large', bytes: 5 * megabyte }),
		expected: unread,
	},
	{
		name: 'an answer of 900 KB',
		strike: emulator({ kind: 'large', bytes: 900 * 1024 }),
		expected: accepted,
	},
	...[null, 5, '', {}, [], { toString: 1 }].map((message): FaultCase => ({
		name: `a failure whose message is ${JSON.stringify(message)}`,
		strike: emulator({
			kind: 'answer',
			status: 400,
			body: JSON.stringify({ status: 'fail', message }),
		}),
		expected: refused('rejected'),
	})),
	{
		name: 'a failure whose message has 1 MB',
		strike: emulator({ kind: 'answer', status: 400, body: failText('x'.repeat(megabyte)) }),
		expected: refused('rejected'),
	},
	{
		name: 'a failure that names an error code of n8n',
		strike: emulator({ kind: 'answer', status: 400, body: failText('ECONNREFUSED 404 EPERM') }),
		expected: refused('rejected'),
	},
	{
		name: 'header values beyond ASCII',
		strike: { kind: 'wire', wire: { text: httpText('200 OK', ['X-A: \u00e4']) }, takesAll: true },
		expected: accepted,
	},
	...(['fail', 'success'] as const).map((as): FaultCase => ({
		name: `a ${as} that repeats the address with the key`,
		strike: emulator({ kind: 'echo_url', as }),
		expected: as === 'success' ? accepted : refused('rejected'),
	})),
];

function named(
	beginning: string,
	bodies: ReadonlyArray<readonly [string, string]>,
	expected: Expectation,
): FaultCase[] {
	return bodies.map(([name, body]) => ({
		name: `${beginning} ${name}`,
		strike: taken(body),
		expected,
	}));
}
