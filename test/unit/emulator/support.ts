import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';

const running: Emulator[] = [];

/** Starts an emulator that `closeEmulators` ends. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
	const emulator = await startEmulator(options);
	running.push(emulator);
	return emulator;
}

export async function closeEmulators(): Promise<void> {
	await Promise.all(running.splice(0).map(async (emulator) => emulator.close()));
}

export interface Reply {
	status: number;
	/** Undefined where the body is not JSON. */
	json: unknown;
	text: string;
	headers: Headers;
}

export interface Sent {
	key?: string;
	headers?: Record<string, string>;
	body?: string | FormData | Uint8Array<ArrayBuffer>;
}

export async function post(emulator: Emulator, path: string, sent: Sent = {}): Promise<Reply> {
	const url = `${emulator.url}${path}?api_key=${sent.key ?? 'kainic-demo-key'}`;
	const response = await fetch(url, {
		method: 'POST',
		redirect: 'manual',
		headers: sent.headers ?? {},
		body: sent.body ?? null,
	});
	const text = await response.text();
	return { status: response.status, json: parse(text), text, headers: response.headers };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function postJson(
	emulator: Emulator,
	path: string,
	body: unknown,
	sent: Sent = {},
): Promise<Reply> {
	const headers = { 'content-type': 'application/json', ...sent.headers };
	return post(emulator, path, { ...sent, headers, body: JSON.stringify(body) });
}

/** Calls the management API. */
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

export interface EventsSent extends Sent {
	trackerId?: string;
	projectId?: string;
}

export async function sendEvents(
	emulator: Emulator,
	events: unknown = [validEvent],
	{ trackerId = 'tracker-web', projectId = 'demo-project', ...sent }: EventsSent = {},
): Promise<Reply> {
	const path = `/collector/collect/custom/${projectId}/${trackerId}`;
	return postJson(emulator, path, events, sent);
}

export async function predict(
	emulator: Emulator,
	fields: Record<string, unknown> = {},
	sent: Sent = {},
): Promise<Reply> {
	const body = {
		kainic_pid: 'demo-project',
		kainic_mid: 'model-popular',
		platform: 'web',
		anon_uid: 'visitor-1',
		type: 'home',
		...fields,
	};
	return postJson(emulator, '/predictor/get_model_prediction', body, sent);
}

export async function experiment(
	emulator: Emulator,
	fields: Record<string, unknown> = {},
	sent: Sent = {},
): Promise<Reply> {
	const body = {
		kainic_pid: 'demo-project',
		kainic_exp_id: 'experiment-home',
		platform: 'web',
		anon_uid: 'visitor-1',
		sid: 'session-1',
		type: 'home',
		...fields,
	};
	const key = 'kainic-demo-experiment-key';
	return postJson(emulator, '/predictor/get_experiment_prediction', body, { key, ...sent });
}

export const usualFields = { kainic_pid: 'demo-project', store_id: 'store-1', sync_mode: 'full' };

export function formOf(
	fields: Record<string, string>,
	file?: string,
	fileField = 'file',
): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	if (file !== undefined) {
		form.append(fileField, new Blob([file], { type: 'application/json' }), 'products.json');
	}
	return form;
}

export async function upload(
	emulator: Emulator,
	file: string | undefined = '[{"item_id":"shoe-1","title":"Shoe"}]',
	fields: Record<string, string> = usualFields,
): Promise<Reply> {
	return post(emulator, '/upload_products_file', { body: formOf(fields, file) });
}
