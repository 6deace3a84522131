import { startEmulator, type Emulator, type EmulatorOptions } from '../../../tools/emulator';

const running: Emulator[] = [];

/** Starts an emulator that ends with the test. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
	const emulator = await startEmulator(options);
	running.push(emulator);
	return emulator;
}

afterEach(async () => {
	await Promise.all(running.splice(0).map(async (emulator) => await emulator.close()));
});

export interface Reply {
	status: number;
	/** Undefined where the body is not JSON. */
	json: unknown;
}

interface Sent {
	key?: string;
	headers?: Record<string, string>;
	body?: string | FormData | Uint8Array<ArrayBuffer>;
}

/** Sends a request, whose answer has to be as the contract says, if it is JSON. */
export async function post(emulator: Emulator, path: string, sent: Sent = {}): Promise<Reply> {
	const { key = 'kainic-demo-key', headers = {}, body = null } = sent;
	const url = `${emulator.url}${path}?api_key=${key}`;
	const response = await fetch(url, { method: 'POST', redirect: 'manual', headers, body });
	const text = await response.text();
	const json: unknown = /^\{.*\}$/.test(text) ? JSON.parse(text) : undefined;
	const endpoint = emulator.world.ledger.requests.at(-1)?.endpoint ?? 'events';
	if (json !== undefined) expect(emulator.contract.of(endpoint).checkAnswer(json)).toBeUndefined();
	return { status: response.status, json };
}

function postJson(emulator: Emulator, path: string, value: unknown, sent: Sent): Promise<Reply> {
	const headers = { 'content-type': 'application/json', ...sent.headers };
	return post(emulator, path, { ...sent, headers, body: JSON.stringify(value) });
}

export async function manage(
	{ url }: Pick<Emulator, 'url'>,
	method: string,
	path: string,
	body?: string,
	type = 'application/json',
): Promise<{ status: number; json: unknown }> {
	const sent = body === undefined ? {} : { body, headers: { 'content-type': type } };
	const response = await fetch(`${url}/_emulator/${path}`, { method, ...sent });
	return { status: response.status, json: await response.json() };
}

export const validEvent = { platform: 'web', anon_uid: 'visitor-1' };

export async function sendEvents(
	emulator: Emulator,
	events: unknown = [validEvent],
	sent: Sent & { tracker?: string; project?: string } = {},
): Promise<Reply> {
	const { tracker = 'tracker-web', project = 'demo-project' } = sent;
	return await postJson(emulator, `/collector/collect/custom/${project}/${tracker}`, events, sent);
}

const question = { kainic_pid: 'demo-project', ...validEvent, type: 'home' };

export async function predict(
	emulator: Emulator,
	fields: object = {},
	{ kind = 'model', ...sent }: Sent & { kind?: 'model' | 'experiment' } = {},
): Promise<Reply> {
	const body = { ...question, kainic_mid: 'model-popular', ...fields };
	return await postJson(emulator, `/predictor/get_${kind}_prediction`, body, sent);
}

export const usualFields = { kainic_pid: 'demo-project', store_id: 'store-1', sync_mode: 'full' };

/** @param file null to send none */
export async function upload(
	emulator: Emulator,
	file: string | null = '[{"item_id":"shoe-1","title":"Shoe"}]',
	fields: Record<string, string> = usualFields,
): Promise<Reply> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	const content = file === null ? [] : [new Blob([file], { type: 'application/json' })];
	for (const blob of content) body.append('file', blob, 'products.json');
	return await post(emulator, '/upload_products_file', { body });
}
