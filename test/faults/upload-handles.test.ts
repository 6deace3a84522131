import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { runNode, turns } from '../engine/support';
import { credentialFor } from '../engine/shop';
import { caseOf } from '../cases';
import { leftOpen, openHandles } from './support/open-handles';
import { startRawServer, type Wire } from './support/raw-server';
import { httpText } from './table/answers';

/** Far more than sockets keep for a server that does not read. */
const file = Buffer.from(
	`[${Array.from({ length: 120 }, () => `{"item_id":"p","text":"${'x'.repeat(100_000)}"}`).join()}]`,
);

interface Row {
	readonly wire: Wire;
	/** Null for a run that is canceled. */
	readonly code: string | null;
	/** Seconds for an attempt. */
	readonly timeout?: number;
}

const stalled: Wire = { text: '', staysOpen: true, stopsReading: true };
const halfWay = { answersAfter: 500_000 };
const busy = { text: httpText('503 Busy', [], 'no') };

const rows: ReadonlyArray<readonly [name: string, row: Row]> = [
	['a stall until the timeout', { wire: stalled, code: 'timeout', timeout: 0.3 }],
	['a reset half-way', { wire: { text: '', resets: true, ...halfWay }, code: 'network' }],
	[
		'a 413 before the upload has ended',
		{ wire: { text: httpText('413 No'), staysOpen: true, ...halfWay }, code: 'too_large' },
	],
	['a cancel', { wire: stalled, code: null }],
	[
		'a file that is deleted after it was read',
		{ wire: { ...busy, before: deleteBinaryFiles }, code: 'server_error' },
	],
];

function deleteBinaryFiles(): void {
	const folder = process.env['N8N_USER_FOLDER'] ?? '';
	for (const each of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const found = path.join(folder, each);
		if (/binary/i.test(each) && statSync(found).isFile()) rmSync(found);
	}
}

let signal: AbortSignal | undefined;

/** Kainic Catalog, which lets the test see its cancel signal. */
function observedNode(): INodeType {
	const { node: type } = caseOf('kainicCatalog');
	return Object.create(type, {
		execute: {
			async value(this: ThisParameterType<NonNullable<INodeType['execute']>>) {
				signal = this.getExecutionCancelSignal();
				return await type.execute?.call(this);
			},
		},
	});
}

/** Uploads to a server that does so. Returns how the run ended. */
async function upload({ wire, code, timeout = 20 }: Row): Promise<unknown> {
	const server = await startRawServer(wire);
	const underWay = async () => {
		while (server.requests() === 0) await turns(1);
	};
	const content = { content: file, fileName: 'feed.json', mimeType: 'application/json' };
	const { errorBranch, record } = await runNode({
		type: observedNode(),
		inputItems: [{ json: {}, files: { data: content } }],
		binaryMode: 'filesystem',
		onError: 'continueErrorOutput',
		credential: credentialFor(server.url),
		parameters: {
			...{ syncMode: 'stock', storeId: 'store-1', productSource: 'file' },
			options: { maxAttempts: 2, timeout },
		},
		...(code === null && { cancelWhen: underWay }),
	});
	await server.close();
	return code === null ? record.status : Object(errorBranch[0]?.json.error).code;
}

beforeAll(async () => {
	jest.spyOn(Math, 'random').mockReturnValue(0);
	// The first run of a process leaves what n8n keeps for all of them.
	await upload({ wire: { text: httpText('200 OK') }, code: 'none' });
	await turns();
});
afterAll(() => jest.restoreAllMocks());

test.each(rows)('after %s nothing is left open', async (_, row) => {
	const before = openHandles();
	expect(await upload(row)).toBe(row.code ?? 'canceled');
	expect(await leftOpen(before, signal)).toEqual([]);
});
