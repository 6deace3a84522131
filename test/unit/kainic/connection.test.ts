import { KainicApi } from '../../../credentials/KainicApi.credentials';
import { InputError, inputFailure } from '../../../nodes/shared/failure';
import {
	checkBaseUrl,
	readConnection,
	refuseUnsafe,
} from '../../../nodes/shared/kainic/connection';
import { refusalOf } from '../support/refusal';

const fields = { apiKey: ' key-1 ', projectId: ' shop ', baseUrl: 'https://kainic.example/v1//' };

const unsafe: ReadonlyArray<[string, string]> = [
	['https://kainic.example/?', 'contains a user name, a question mark or a hash (#)'],
	['https://kainic.example/#', 'contains a user name, a question mark or a hash (#)'],
	['https://kainic.example/v1?a=b', 'contains a user name, a question mark or a hash (#)'],
	['https://user@kainic.example', 'contains a user name, a question mark or a hash (#)'],
	['https://:word@kainic.example', 'contains a user name, a question mark or a hash (#)'],
	['http://kainic.example', 'begins with http://, so others'],
	['http://127.0.0.1.kainic.example', 'begins with http://, so others'],
	['http://128.0.0.1', 'begins with http://, so others'],
	['ftp://kainic.example', 'begins with ftp: instead of https://.'],
	['ftp://127.0.0.1', 'begins with ftp: instead of https://.'],
	['kainic', 'is not a valid address'],
	['', 'The Base URL in the credential is empty'],
	['  ', 'The Base URL in the credential is empty'],
];

describe('a base URL', () => {
	test.each([
		['https://kainic.example', 'https://kainic.example'],
		[' https://kainic.example/v1/// ', 'https://kainic.example/v1'],
		['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
		['http://127.255.255.254', 'http://127.255.255.254'],
		['http://localhost:1', 'http://localhost:1'],
		['http://[::1]:1', 'http://[::1]:1'],
	])('%j is good, as %j', (text, clean) => {
		expect(checkBaseUrl(text)).toBe(clean);
	});

	test.each(unsafe)(
		'%j is refused, before anything is sent, and the title says where',
		(text, why) => {
			const error = refusalOf(() => checkBaseUrl(text));
			expect(error.message).toContain(why);
			expect(error.explanation.headline).toBe('The Kainic API credential is not valid');
			expect(error.explanation.advice).toContain('Open the Kainic API credential and correct it.');
		},
	);

	test.each([
		[5, 'is not a valid address'],
		[true, 'must be text'],
		[{}, 'must be text'],
	])('%j is none, and is told from a missing one', (value, problem) => {
		expect(refusalOf(() => checkBaseUrl(value)).message).toContain(problem);
	});

	test.each([undefined, null])('%j is none', (value) => {
		expect(refusalOf(() => checkBaseUrl(value)).message).toContain(
			'The Base URL in the credential is empty',
		);
	});
});

describe('a credential', () => {
	test('is read without white space around its fields, and kept as it was', () => {
		expect(readConnection(fields, 'project')).toEqual({
			credential: fields,
			baseUrl: 'https://kainic.example/v1',
			projectId: 'shop',
			apiKey: 'key-1',
		});
	});

	test.each(['.', '..', '\ud800'])(
		'with the project ID %j, which moves the path, is refused',
		(id) => {
			expect(
				refusalOf(() => readConnection({ ...fields, projectId: id }, 'project')).message,
			).toContain('Project ID');
		},
	);

	test('whose expressions give whole numbers has them as text', () => {
		const numbers = { ...fields, projectId: 42, apiKey: 20_261_127 };
		expect(readConnection(numbers, 'project')).toMatchObject({
			projectId: '42',
			apiKey: '20261127',
		});
	});

	test.each([
		['apiKey', 'API Key'],
		['projectId', 'Project ID'],
	])('without %s is refused', (name, label) => {
		for (const value of ['', ' ', undefined, null]) {
			const error = refusalOf(() => readConnection({ ...fields, [name]: value }, 'project'));
			expect(error.message).toBe(`The ${label} in the credential is empty.`);
		}
		for (const value of [7.5, 2 ** 53, true, {}]) {
			const error = refusalOf(() => readConnection({ ...fields, [name]: value }, 'project'));
			expect(error.message).toBe(`The ${label} in the credential must be text.`);
		}
	});

	test.each([
		['project', 'experiment', 'Project Key'],
		['experiment', 'project', 'Experiment Key'],
	] as const)(
		'a node that needs a %s key refuses one for %s, and names what it needs',
		(needed, found, label) => {
			const other = label === 'Project Key' ? 'Experiment Key' : 'Project Key';
			const read = (name?: string) => () =>
				readConnection({ ...fields, keyType: found }, needed, name);
			const error = refusalOf(read());
			expect(error.message).toBe(
				`This node needs a credential with the key type ${label}, but the credential has the key type ${other}.`,
			);
			expect(read('"Kainic account 2"')).toThrow(
				`but "Kainic account 2" has the key type ${other}.`,
			);
			expect(error.explanation.headline).toBe('The Kainic API credential has the wrong key type');
			expect(error.explanation.advice).toContain(`key type ${label}`);
			expect(error.explanation.advice).toContain(`the key of your ${needed}`);
			expect(inputFailure(error, null)).toMatchObject({ code: 'invalid_input', notSent: true });
		},
	);

	test('a project ID that was pasted with more than itself is refused by its name', () => {
		const reading = (projectId: string) => () =>
			readConnection({ ...fields, projectId }, 'project');
		expect(reading('"shop"')).toThrow('The Project ID in the credential is in quotation marks.');
		expect(reading('https://kainic.example/shop')).toThrow(
			'The Project ID in the credential is a web address.',
		);
		expect(reading('s:h/op')).not.toThrow();
	});

	test('a key type that is none is not shown, since it may be the key', () => {
		expect(() => readConnection({ ...fields, keyType: 'both' }, 'project')).toThrow(
			'but the credential has another key type.',
		);
	});

	test.each([undefined, '', 'project'])('with the key type %j is good for a project', (keyType) => {
		expect(readConnection({ ...fields, keyType }, 'project').apiKey).toBe('key-1');
	});
});

describe("n8n's HTTP Request node, with this credential,", () => {
	const { authenticate } = new KainicApi();
	const request = { url: 'https://kainic.example/x', qs: { a: 1 } };

	test('sends the key in the query', async () => {
		await expect(authenticate(fields, request)).resolves.toEqual({
			url: request.url,
			qs: { a: 1, api_key: 'key-1' },
		});
	});

	test.each(unsafe)('sends nothing if the base URL is %j', async (baseUrl) => {
		await expect(authenticate({ ...fields, baseUrl }, request)).rejects.toThrow(InputError);
	});

	test.each(['http://kainic.example/x', 'ftp://kainic.example'])(
		'sends nothing to %s',
		async (url) => {
			await expect(authenticate(fields, { url })).rejects.toThrow(InputError);
			expect(() => refuseUnsafe(new URL(url))).toThrow(InputError);
		},
	);
});

describe('the test of the credential', () => {
	const rules: ReadonlyArray<{ readonly type: string; readonly properties: object }> =
		new KainicApi().test.rules ?? [];
	/** Reads a path as n8n does. */
	const read = (body: object, key: unknown): unknown =>
		String(key)
			.split(/[.[\]]+/)
			.filter((name) => name !== '')
			.reduce((value: unknown, name) => Object(value)[name], body);
	/** What n8n says of the body of an answer; undefined if the test passes. */
	const told = (body: object): unknown => {
		const texts = rules.filter(({ type }) => type === 'responseSuccessBody');
		const found = texts.map(({ properties }) => new Map(Object.entries(properties)));
		return found.find((rule) => read(body, rule.get('key')) === rule.get('value'))?.get('message');
	};

	test.each(['success', 'fail'])('passes for an answer of Kainic: %s', (status) => {
		expect(told({ status, message: 'Any other message' })).toBeUndefined();
	});

	test.each([undefined, null, 200, true, '', 'ok', 'UP', 'error', 'Success', 'FAIL', 'failure'])(
		'fails for the status of another service: %j',
		(status) => {
			expect(told({ status })).toBe(
				'Another service answered at this base URL. Check the base URL',
			);
		},
	);

	test('fails for a refusal in the envelope', () => {
		expect(told({ status: 'fail', message: 'Invalid API key' })).toMatch(/^Kainic refused this/);
	});
});
