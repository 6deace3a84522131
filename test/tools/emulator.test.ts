import { startEmulator, valuesToEnter, type SettingsPatch } from '../../tools/emulator';
import { fields, messages, paths, refusedKeyMessage } from '../../tools/emulator/kainic';
import { viewOf } from '../../tools/emulator/state/view';
import { contract, violations } from '../support/contract';

const endpoints = ['events', 'predict', 'experiment', 'catalog'] as const;
type Endpoint = (typeof endpoints)[number];

const visitor = { platform: 'web', anon_uid: 'visitor-1' };
const project = { kainic_pid: 'demo-project' };
const experiment = { kainic_exp_id: 'experiment-home', sid: 'session-2' };
const question = { ...project, ...visitor, kainic_mid: 'model-popular', type: 'home' };
const uploadForm = {
	...project,
	store_id: 'store-1',
	sync_mode: 'full',
	file: '[{"item_id":"a"}]',
};

/** A request that each endpoint accepts. */
const good: Readonly<Record<Endpoint, object>> = {
	events: [visitor],
	predict: question,
	experiment: { ...question, ...experiment },
	catalog: uploadForm,
};

const keys = { experiment: 'kainic-demo-experiment-key' } as const;

function bodyOf(endpoint: Endpoint, fields: object): string | FormData {
	if (endpoint !== 'catalog') return JSON.stringify(fields);
	const form = new FormData();
	for (const [name, value] of Object.entries(fields))
		if (name === 'file') form.append(name, new Blob([String(value)]), 'products.json');
		else form.append(name, String(value));
	return form;
}

/** Sends one request to an emulator of its own. The answer has to be as the contract says. */
async function ask(endpoint: Endpoint, fields: object, settings: SettingsPatch, tracker = 'web') {
	const emulator = await startEmulator(settings);
	const key = endpoint === 'experiment' ? keys.experiment : 'kainic-demo-key';
	const path = paths[endpoint].replace('{kainic_pid}', 'demo-project');
	const body = bodyOf(endpoint, fields);
	const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
	const url = `${emulator.url}${path.replace('{kainic_tid}', tracker)}?api_key=${key}`;
	const response = await fetch(url, { method: 'POST', body, headers });
	const answer = await response.json();
	await emulator.close();
	const reference = contract.paths[paths[endpoint]]?.post.responses['200'].$ref ?? '';
	const place = `${reference.replace('#/components/', '')}/content/application~1json/schema`;
	expect(violations(place, answer)).toEqual([]);
	const { ledger } = emulator.world;
	const taken = ledger.events.length + ledger.predictions.length + ledger.catalogs.uploads.length;
	return { status: response.status, taken, message: answer.message };
}

describe.each(endpoints)('the emulator and the contract agree on %s:', (endpoint) => {
	test('its path and its messages', () => {
		const [path, { post }] = Object.entries(contract.paths).find(
			([, each]) => each.post.operationId === endpoint,
		) ?? ['', { post: undefined }];
		const listed = post?.['x-kainic-failures'].map(({ name, message }) => [name, message]);
		expect([paths[endpoint], messages[endpoint]]).toEqual([path, Object.fromEntries(listed ?? [])]);
	});

	test('what it accepts, and what it answers', async () => {
		expect(await ask(endpoint, good[endpoint], {})).toEqual({ status: 200, taken: 1 });
	});
});

test.each([
	['events', 'Event'],
	['predict', 'ModelPredictionRequest'],
	['experiment', 'ExperimentPredictionRequest'],
] as const)('the emulator and the contract agree on the fields of %s', (endpoint, schema) => {
	const { properties = {}, required = [] } = contract.components.schemas[schema] ?? {};
	const known = fields[endpoint];
	expect(new Set(Object.keys(known.required))).toEqual(new Set(required));
	const all = Object.keys({ ...known.required, ...known.optional });
	expect(new Set(all)).toEqual(new Set(Object.keys(properties)));
});

test('the emulator and the contract agree on the message of a refused key', () => {
	const [refusal] = contract.components.securitySchemes.apiKey['x-kainic-failures'];
	expect(refusedKeyMessage).toBe(refusal?.message);
});

const wrongType = (field: string, expected: string) =>
	`Type of required field "${field}" is not ${expected}`;

test.each<[Endpoint, message: string, fields: object, settings?: SettingsPatch, tracker?: string]>([
	['events', messages.events.credit, [visitor], { credit: 0 }],
	['events', messages.events.tracker, [visitor], {}, 'tracker-no-store'],
	['events', messages.events.domain, [visitor], {}, 'tracker-shop-only'],
	['events', messages.events.missing_fields, []],
	['events', messages.events.missing_fields, [visitor, { platform: 'web' }]],
	['events', messages.events.missing_fields, [visitor], { requiredEventFields: { sku: 'string' } }],
	['events', wrongType('anon_uid', 'string'), [{ ...visitor, anon_uid: 5 }]],
	['events', wrongType('platform', 'web, mobile, pos'), [{ ...visitor, platform: 'tv' }]],
	['predict', messages.predict.items_or_type, { ...question, type: undefined }],
	['predict', messages.predict.missing_fields, { ...question, anon_uid: undefined }],
	['predict', wrongType('items', 'array'), { ...question, items: 'a' }],
	['predict', messages.predict.not_deployed, { ...question, kainic_mid: 'model-not-deployed' }],
	['predict', messages.predict.no_items, { ...question, kainic_mid: 'model-similar' }],
	['predict', refusedKeyMessage, { ...question, kainic_pid: 'another' }],
	['experiment', messages.experiment.missing_fields, { ...question, sid: 's' }],
	['catalog', messages.catalog.credit, uploadForm, { credit: 0 }],
	['catalog', messages.catalog.no_file, project],
	['catalog', messages.catalog.missing_fields, { ...uploadForm, sync_mode: 'all' }],
	['catalog', messages.catalog.file_schema, { ...uploadForm, file: '[1]' }],
])(
	'%s refuses with "%s", under any status, and takes nothing',
	async (endpoint, message, ...given) => {
		const [fields, settings = {}, tracker = 'tracker-web'] = given;
		for (const failureStatus of [400, 200]) {
			const status = message === refusedKeyMessage ? 401 : failureStatus;
			const answer = await ask(endpoint, fields, { ...settings, failureStatus }, tracker);
			expect(answer).toEqual({ status, taken: 0, message });
		}
	},
);

test('the values that it prints are those of its first settings', async () => {
	const emulator = await startEmulator();
	await emulator.close();
	const { settings } = emulator.world;
	const printed = valuesToEnter(emulator);
	const shown = [emulator.url, settings.projectId, settings.apiKey, settings.experimentApiKey];
	for (const value of [...shown, settings.stores[0], ...Object.keys(settings.models).slice(0, 1)])
		expect(printed).toContain(` ${value}`);
});

test('the page hides a credential test only if the key is right and nothing failed', async () => {
	const emulator = await startEmulator();
	const problems = async (apiKey: string) => {
		const url = `${emulator.url}${paths.predict}?api_key=${apiKey}`;
		const headers = { 'content-type': 'application/json' };
		await fetch(url, { method: 'POST', headers, body: '{"kainic_pid":"demo-project"}' });
		return viewOf(emulator.world).problems.map(({ status }) => status);
	};
	expect(await problems('kainic-demo-key')).toEqual([]);
	expect(await problems('another')).toEqual([401]);
	emulator.inject({ kind: 'answer', status: 503 });
	expect(await problems('kainic-demo-key')).toEqual([503, 401]);
	await emulator.close();
});
