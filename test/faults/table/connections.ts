import {
	accepted,
	doubtful,
	impossible,
	repeated,
	unreachable,
	type Address,
	type FaultCase,
} from '../support/fault-case';
import { n8nMajor } from '../../engine/support';
import { closedPort, startRawServer, startTlsServer, type Wire } from '../support/raw-server';
import { httpText, successText } from './answers';

/** Seconds; long enough for a busy machine to get the request there. */
const soon = 0.25;

const drop = (at: 'request' | 'half_body' | 'after_request' | 'half_answer') =>
	({ kind: 'emulator', fault: { kind: 'drop', at } }) as const;

const wire = (text: string | Buffer) => ({ kind: 'wire', wire: { text } }) as const;

const address = (open: () => Promise<Address>) => ({ kind: 'address', open }) as const;

/** A server that answers so to a client that begins to speak TLS. */
const insteadOfTls = (wire: Wire) =>
	address(async () => {
		const server = await startRawServer(wire);
		return { ...server, url: server.url.replace('http:', 'https:') };
	});

/** n8n 1 does not say of them how far the connection got. */
const unfinishedHandshakes: readonly FaultCase[] =
	n8nMajor === 1
		? []
		: [
				{
					name: 'a reset in the middle of the TLS handshake',
					strike: insteadOfTls({ text: '', resets: true }),
					expected: unreachable,
				},
				{
					name: 'silence in the middle of the TLS handshake',
					strike: insteadOfTls({ text: '', staysOpen: true }),
					expected: { ...unreachable, code: 'timeout' },
					timeout: soon,
				},
			];

export const connectionFaults: readonly FaultCase[] = [
	{
		name: 'a port at which nobody listens',
		strike: address(async () => ({ url: `http://127.0.0.1:${await closedPort()}` })),
		expected: unreachable,
	},
	{
		name: 'a host name that does not exist',
		strike: address(async () => ({ url: 'https://kainic.invalid' })),
		expected: unreachable,
	},
	{
		name: 'a certificate that nobody trusts',
		strike: address(async () => await startTlsServer({ text: httpText('200 OK') })),
		expected: impossible,
	},
	{
		name: 'plain http where TLS is expected',
		strike: insteadOfTls({ text: httpText('400 Bad Request') }),
		expected: impossible,
	},
	{
		name: 'a close in the middle of the TLS handshake',
		strike: insteadOfTls({ text: '' }),
		expected: unreachable,
	},
	...unfinishedHandshakes,
	{
		name: 'a reset before the request is read',
		strike: drop('request'),
		expected: repeated('network'),
	},
	{
		name: 'a reset half-way through the body',
		strike: drop('half_body'),
		expected: repeated('network'),
	},
	{
		name: 'a reset in place of the answer',
		strike: drop('after_request'),
		expected: repeated('network'),
	},
	{
		name: 'a reset half-way through the answer',
		strike: drop('half_answer'),
		expected: repeated('network'),
	},
	{ name: 'a close in place of the answer', strike: wire(''), expected: repeated('network') },
	{
		name: 'a close before the announced length',
		strike: wire(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${successText}`),
		expected: repeated('network'),
	},
	{
		name: 'a close in the middle of a header',
		strike: wire('HTTP/1.1 200 OK\r\nContent-Le'),
		expected: repeated('network'),
	},
	{
		name: 'an answer that is not HTTP',
		strike: wire('SSH-2.0-OpenSSH_9.2\r\n\r\n'),
		expected: repeated('network'),
	},
	{
		name: 'headers of 100 KB',
		strike: wire(httpText('200 OK', [`X-Long: ${'x'.repeat(100_000)}`])),
		expected: repeated('network'),
	},
	{
		name: 'a damaged chunk',
		strike: wire('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot hex\r\n'),
		expected: repeated('network'),
	},
	{
		name: 'a chunk that never ends',
		strike: wire('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"sta'),
		expected: repeated('network'),
	},
	{
		name: 'no answer, nothing taken',
		strike: { kind: 'emulator', fault: { kind: 'hang' } },
		expected: repeated('timeout'),
		timeout: soon,
	},
	{
		name: 'no answer, all taken',
		strike: { kind: 'emulator', fault: { kind: 'hang', processed: true } },
		expected: repeated('timeout'),
		timeout: soon,
	},
	{
		name: 'an answer that comes one byte a second',
		strike: { kind: 'emulator', fault: { kind: 'trickle' } },
		expected: repeated('timeout'),
		timeout: soon,
	},
	{
		name: 'half an answer, then silence',
		strike: {
			kind: 'wire',
			wire: { text: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"st', staysOpen: true },
		},
		expected: repeated('timeout'),
		timeout: soon,
	},
	{
		name: '100 Continue and nothing more',
		strike: { kind: 'wire', wire: { text: 'HTTP/1.1 100 Continue\r\n\r\n', staysOpen: true } },
		expected: repeated('timeout'),
		timeout: soon,
	},
	{
		name: '101 Switching Protocols',
		strike: wire('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
		expected: repeated('timeout'),
		timeout: soon,
	},
	...['100 Continue', '102 Processing', '103 Early Hints'].map((status): FaultCase => ({
		name: `${status} before the answer`,
		strike: {
			kind: 'wire',
			wire: { text: `HTTP/1.1 ${status}\r\n\r\n${httpText('200 OK')}` },
			takesAll: true,
		},
		expected: accepted,
	})),
	{
		name: 'an answer without a length',
		strike: {
			kind: 'wire',
			wire: { text: `HTTP/1.1 200 OK\r\n\r\n${successText}` },
			takesAll: true,
		},
		expected: accepted,
	},
	{
		name: 'two answers at once',
		strike: {
			kind: 'wire',
			wire: { text: httpText('200 OK').replace('close', 'keep-alive') + httpText('500 Oops') },
			takesAll: true,
		},
		expected: accepted,
	},
	{
		name: 'an answer with a status that HTTP does not have',
		strike: wire(httpText('999 Strange', [], 'no')),
		expected: repeated('server_error'),
	},
	{
		name: 'an empty answer',
		strike: wire(httpText('200 OK', [], '')),
		expected: doubtful('bad_response'),
	},
];
