import { KainicApi } from '../../../../credentials/KainicApi.credentials';
import { InputError, inputFailure } from '../../../../nodes/shared/failure';
import {
	checkBaseUrl,
	readConnection,
	refuseUnsafe,
} from '../../../../nodes/shared/kainic/connection';
import { messageOf, refusalOf } from '../../../support/units/refusal';

const fields = {
	apiKey: ' key-1 ',
	projectId: ' shop ',
	baseUrl: 'https://kainic.example/v1//',
	keyType: 'project',
};

const unsafe: ReadonlyArray<[unknown, string]> = [
	['https://kainic.example/?', 'contains a user name, a question mark or a hash (#)'],
	['https://kainic.example/v1?a=b', 'contains a user name, a question mark or a hash (#)'],
	['https://kainic.example/#', 'contains a user name, a question mark or a hash (#)'],
	['https://user@kainic.example', 'contains a user name, a question mark or a hash (#)'],
	['https://:word@kainic.example', 'contains a user name, a question mark or a hash (#)'],
	['http://kainic.example', 'begins with http://, so others'],
	['http://127.0.0.1.kainic.example', 'begins with http://, so others'],
	['http://128.0.0.1', 'begins with http://, so others'],
	['http://notlocalhost', 'begins with http://, so others'],
	['ftp://kainic.example', 'begins with ftp: instead of https://.'],
	['ftp://127.0.0.1', 'begins with ftp: instead of https://.'],
	['kainic', 'is not a valid address'],
	['', "'Base URL' in the credential is empty"],
	[undefined, "'Base URL' in the credential is empty"],
	[null, "'Base URL' in the credential is empty"],
	[5, 'is not a valid address'],
	[true, 'must be text'],
	[{}, 'must be text'],
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

	test.each(unsafe)('%j is refused before anything is sent', (text, why) => {
		const { message, explanation } = refusalOf(() => checkBaseUrl(text));
		expect(message).toContain(why);
		expect(explanation.headline).toBe('The Kainic API credential is not valid');
		expect(explanation.advice).toContain('Open the Kainic API credential and correct it.');
	});
});

describe('a credential', () => {
	const read = (change: object, needed: 'project' | 'experiment' = 'project', name?: string) =>
		readConnection({ ...fields, ...change }, needed, name);

	test('is read without white space around its fields, whole numbers as text, and kept as it was', () => {
		const own = { projectId: 'shop', apiKey: 'key-1', baseUrl: 'https://kainic.example/v1' };
		expect(read({})).toEqual({ credential: fields, ...own });
		const texts = { projectId: '42', apiKey: '20261127' };
		expect(read({ projectId: 42, apiKey: 20_261_127 })).toMatchObject(texts);
	});

	test.each([
		['apiKey', 'API Key'],
		['projectId', 'Project ID'],
	])('without %s is refused', (name, label) => {
		for (const value of ['', ' ', undefined, null]) {
			const message = messageOf(() => read({ [name]: value }));
			expect(message).toBe(`'${label}' in the credential is empty.`);
		}
		for (const value of [7.5, 2 ** 53, true, {}]) {
			const message = messageOf(() => read({ [name]: value }));
			expect(message).toBe(`'${label}' in the credential must be text.`);
		}
	});

	const invisible = [
		'\u200b',
		'\u200d',
		'\u2060',
		'\ufeff',
		'\u00ad',
		'\u00a0',
		'\u2028',
		'\ud800',
	];

	describe.each([
		['apiKey', 'API Key'],
		['projectId', 'Project ID'],
	] as const)('whose %s was not copied correctly', (name, label) => {
		const refusal = (value: string) => {
			const error = refusalOf(() => read({ [name]: value }));
			expect(error.explanation.headline).toBe('The Kainic API credential is not valid');
			expect(error.message).not.toContain('key-1');
			return `${error.message} ${error.explanation.advice}`;
		};

		test.each(['"key-1"', "'key-1'", '`key-1`', '“key-1”', '„key-1“', '«key-1»'])(
			'is refused because of its quotation marks: %s',
			(value) => {
				expect(refusal(` ${value}\n`)).toBe(
					`'${label}' in the credential is in quotation marks. Open the Kainic API credential and enter '${label}' without quotation marks.`,
				);
			},
		);

		test.each([
			'key\n-1',
			'key\r\n-1',
			'key\t-1',
			'key\0-1',
			...invisible.map((it) => `k${it}ey-1`),
		])('is refused because of what nobody sees: %j', (value) => {
			expect(refusal(value)).toBe(
				`'${label}' in the credential contains a line break or an invisible character. Open the Kainic API credential and delete the text in '${label}'. Then copy '${label}' from the Kainic Console again.`,
			);
		});

		test('is refused with a zero-width character at its end', () => {
			expect(refusal('key-1\u200b')).toContain('an invisible character');
		});

		test('is refused as a web address', () => {
			expect(refusal('https://a.example/key-1')).toContain(`'${label}' in the credential is a web`);
		});
	});

	test.each(['Bearer key-1', 'bearer  key-1', 'BEARER key-1'])('with %j is refused', (apiKey) => {
		const { message, explanation } = refusalOf(() => read({ apiKey }));
		expect(message).toBe(`'API Key' in the credential begins with "Bearer".`);
		expect(explanation.advice).toBe(
			`Open the Kainic API credential and enter 'API Key' without "Bearer".`,
		);
	});

	test.each(['"key', "k'ey'", 'key 1', 'bearer', 'Bearer-1', 'schlüssel', '🔑', 'a/b+c==', 'k"1"'])(
		'with the key %j is good',
		(apiKey) => expect(read({ apiKey }).apiKey).toBe(apiKey),
	);

	test.each([
		['project', 'experiment', 'Project Key', 'Experiment Key'],
		['experiment', 'project', 'Experiment Key', 'Project Key'],
	] as const)('for a node that needs a %s key is not one for %s', (needed, found, label, other) => {
		const error = refusalOf(() => read({ keyType: found }, needed));
		expect(error.message).toBe(
			`This node needs a credential with the key type '${label}', but the credential has the key type '${other}'.`,
		);
		const named = messageOf(() => read({ keyType: found }, needed, '"Kainic account 2"'));
		expect(named).toContain(`but "Kainic account 2" has the key type '${other}'.`);
		expect(error.explanation.headline).toBe('The Kainic API credential has the wrong key type');
		expect(error.explanation.advice).toContain(`('Key Type': '${label}')`);
		expect(error.explanation.advice).toContain(`the key of your ${needed}`);
		expect(inputFailure(error, null)).toMatchObject({ code: 'invalid_input', notSent: true });
	});

	test.each([
		[{ projectId: '.' }, 'Project ID'],
		[{ projectId: '..' }, 'Project ID'],
		// It is not shown, since it may be the key.
		[{ keyType: 'both' }, 'but the credential has another key type.'],
		[{ keyType: undefined }, 'but the credential has another key type.'],
	])('with %j is refused: %s', (change, problem) => {
		expect(messageOf(() => read(change))).toContain(problem);
	});

	test.each([{ keyType: 'project' }, { projectId: 's:h/op' }])(
		'with %j is good for a project',
		(change) => expect(read(change).apiKey).toBe('key-1'),
	);
});

describe("n8n's HTTP Request node, with this credential,", () => {
	const { authenticate } = new KainicApi();
	const url = 'https://kainic.example/x';

	test.each([
		['project', { url }],
		['experiment', { url, qs: { a: 1 } }],
		// HTTP Request names the address so.
		['project', Object({ uri: url })],
	])('sends the key of the type %s in the query: %j', async (keyType, request) => {
		await expect(authenticate({ ...fields, keyType }, request)).resolves.toEqual({
			...request,
			qs: { ...request.qs, api_key: 'key-1' },
		});
	});

	test.each(unsafe)('sends nothing if the base URL is %j', async (baseUrl) => {
		await expect(authenticate(Object({ ...fields, baseUrl }), { url })).rejects.toThrow(InputError);
	});

	test.each(['http://kainic.example/x', 'ftp://kainic.example'])(
		'sends nothing to %s',
		async (unsafeUrl) => {
			await expect(authenticate(fields, { url: unsafeUrl })).rejects.toThrow(InputError);
			expect(() => refuseUnsafe(new URL(unsafeUrl))).toThrow(InputError);
		},
	);
});

/** The scenario of the credential test has the rest. */
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

	const others = [null, 200, true, 'UP', 'ok', 'error', 'failed'];

	test.each(others)('fails for the status of another service: %j', (status) => {
		expect(told({ status })).toBe("Another service answered at this address. Check 'Base URL'");
	});

	test.each(['Invalid API key', 'Unauthorized', 'Forbidden'])(
		'fails for the refusal %s',
		(message) => {
			expect(told({ status: 'fail', message })).toBe(
				"Kainic refused this API key. Check 'API Key', 'Key Type' and 'Project ID'",
			);
		},
	);

	/** What n8n says of the status of an answer; undefined if it reads the body of the answer. */
	const toldOfStatus = (status: number): unknown => {
		const { ignoreHttpStatusErrors } = new KainicApi().test.request;
		const failing: readonly number[] = Object(ignoreHttpStatusErrors).except;
		if (!failing.includes(status)) return undefined;
		const values = rules.map(({ properties }) => new Map(Object.entries(properties)));
		return values.find((rule) => rule.get('value') === status)?.get('message') ?? 'its reason';
	};

	test.each<[number, string | undefined]>([
		[200, undefined],
		[400, undefined],
		[401, "Kainic refused this API key. Check 'API Key', 'Key Type' and 'Project ID'"],
		[
			403,
			"Kainic, or a proxy or firewall, refused the request. Check 'API Key', 'Key Type' and 'Project ID', or ask the administrator of your n8n",
		],
		[404, "Kainic was not found at this address. Check 'Base URL'"],
		[
			407,
			'The proxy between n8n and Kainic refused the request. Ask the administrator of your n8n to check the proxy',
		],
		[429, 'its reason'],
		[502, 'its reason'],
	])('says of the status %i: %s', (status, told) => expect(toldOfStatus(status)).toBe(told));

	test('has eleven rules', () => expect(rules).toHaveLength(11));
});
