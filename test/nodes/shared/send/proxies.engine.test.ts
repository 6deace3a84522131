import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve, type RunningServer } from '../../../support/doubles/server/server';
import { caseOf } from '../../../support/node-cases';
import { successText } from '../../../faults/table/answers';
import { runNode } from '../../../support/engine';

/** The addresses of the requests that came, as they stand in a proxy's log. */
let asked: string[] = [];
let proxy: RunningServer;
beforeAll(async () => {
	proxy = await serve(({ path, query }) => {
		asked.push(`${path}?${query.toString()}`);
		return { status: 200, body: successText };
	});
});
afterAll(async () => await proxy.close());

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'] as const;
const names = [...variables, ...variables.map((name) => name.toLowerCase())];
const before = names.map((name) => [name, process.env[name]] as const);
beforeEach(() => {
	asked = [];
	for (const name of names) delete process.env[name];
});
afterAll(() => {
	for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
});

const security = readFileSync(join(__dirname, '../../../../SECURITY.md'), 'utf8');
const [, section = ''] = security.split('## Proxies');

async function send(): Promise<void> {
	const { type, items, parameters, keyType } = caseOf('kainicEvent');
	const options = { maxAttempts: 1, timeout: 30 };
	await runNode({
		...{ type, items: [...items], parameters: { ...parameters, options } },
		...{ onError: 'continueErrorOutput', credential: { ...values, keyType } },
	});
}

/** Nobody listens there. */
const values = { apiKey: 'key-1', projectId: 'p', baseUrl: 'http://127.0.0.1:9' };

test.each(['HTTP_PROXY', 'ALL_PROXY'])(
	'with %s, the key of a base URL with http:// goes to the proxy, and SECURITY.md says so',
	async (name) => {
		process.env[name] = proxy.url;
		await send();
		expect(asked[0]).toContain('api_key=key-1');
		expect(section).toContain(`\`${name}\``);
		process.env.NO_PROXY = '127.0.0.1,localhost';
		await send();
		expect(asked).toHaveLength(1);
		expect(section).toContain('`NO_PROXY=127.0.0.1,localhost`');
	},
);

test('with HTTPS_PROXY alone, it does not', async () => {
	process.env.HTTPS_PROXY = proxy.url;
	await send();
	expect(asked).toEqual([]);
});
