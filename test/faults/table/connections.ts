import {
	accepted,
	emulator,
	faultsOf,
	impossible,
	repeated,
	takingAll,
	unreachable,
	wire,
	type Address,
	type FaultCase,
	type Strike,
} from '../support/fault-case';
import { freePort } from '../../../tools/n8n/ports';
import { startRawServer, startTlsServer, type Wire } from '../support/raw-server';
import { httpText, successText } from './answers';

type Row = readonly [name: string, strike: Strike];

const drop = (at: 'request' | 'after_request' | 'half_answer') => emulator({ kind: 'drop', at });

const address = (open: () => Promise<Address>): Strike => ({ kind: 'server', open });

/** A server that answers so to a client that begins to speak TLS. `isCounted`: the greeting counts as a request. */
const insteadOfTls = (answer: Wire, isCounted = true) =>
	address(async () => {
		const { url, requests, close } = await startRawServer(answer);
		return { url: url.replace('http:', 'https:'), close, ...(isCounted && { requests }) };
	});

const nobody = address(async () => ({ url: `http://127.0.0.1:${await freePort()}` }));
const unknownHost = address(async () => ({ url: 'https://kainic.invalid' }));
const selfSigned = address(async () => {
	const { url, close } = await startTlsServer({ text: httpText('200 OK') });
	return { url, close };
});

const unreached: readonly Row[] = [
	['a port at which nobody listens', nobody],
	['a host name that does not exist', unknownHost],
];

const untrusted: readonly Row[] = [
	['a certificate that nobody trusts', selfSigned],
	['plain http where TLS is expected', insteadOfTls({ text: httpText('400 Bad Request') }, false)],
];

const longHeader = httpText('200 OK', [`X-Long: ${'x'.repeat(100_000)}`]);
const damagedChunk = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot hex\r\n';

const broken: readonly Row[] = [
	['a reset before the request is read', drop('request')],
	['a reset in place of the answer', drop('after_request')],
	['a reset half-way through the answer', drop('half_answer')],
	['a close in place of the answer', wire('')],
	['an answer that is not HTTP', wire('SSH-2.0-OpenSSH_9.2\r\n\r\n')],
	['a close in the middle of the TLS handshake', insteadOfTls({ text: '' })],
	['a reset in the middle of the TLS handshake', insteadOfTls({ text: '', resets: true })],
	['headers of 100 KB', wire(longHeader)],
	['a damaged chunk', wire(damagedChunk)],
];

/** cancel.test.ts and tls.test.ts have more that is silent. */
const silent: readonly Row[] = [
	['no answer, all taken', emulator({ kind: 'hang', processed: true })],
	['an answer that comes one byte a second', emulator({ kind: 'trickle' })],
];

const earlyHints = `HTTP/1.1 103 Early Hints\r\n\r\n${httpText('200 OK')}`;
const keptAlive = httpText('200 OK').replace('close', 'keep-alive');

const understood: readonly Row[] = [
	['103 Early Hints before the answer', takingAll(earlyHints)],
	['an answer without a length', takingAll(`HTTP/1.1 200 OK\r\n\r\n${successText}`)],
	['two answers at once', takingAll(keptAlive + httpText('500 Oops'))],
];

/** Long enough for a busy machine to get the request there. */
const soon = { timeout: 0.5 };

export const connectionFaults: readonly FaultCase[] = [
	...faultsOf(unreachable, unreached),
	...faultsOf(impossible, untrusted),
	...faultsOf(repeated('network'), broken),
	...faultsOf(repeated('timeout'), silent, soon),
	...faultsOf(accepted, understood),
];
