import { n8nEnvironment } from '../../../harness/environment';

const input = {
	installation: { nodeBinary: '/cache/node/bin/node', release: 'n8n2' },
	userFolder: '/tmp/user',
	port: 1234,
	brokerPort: 2345,
	extra: {},
} as const;

describe("an n8n's environment", () => {
	it("holds none of the caller's own n8n settings", () => {
		const calling = {
			PATH: '/bin',
			N8N_ENCRYPTION_KEY: 'private',
			N8N_PORT: '5678',
			DB_TYPE: 'postgresdb',
			NODE_OPTIONS: '--inspect',
		};
		const environment = n8nEnvironment(input, calling);
		expect(environment).toMatchObject({ N8N_PORT: '1234', N8N_USER_FOLDER: '/tmp/user' });
		expect(Object.values(environment)).not.toContain('private');
		expect(environment).not.toHaveProperty('DB_TYPE');
		expect(environment).not.toHaveProperty('NODE_OPTIONS');
	});

	it('finds the Node of the installation first', () => {
		expect(n8nEnvironment(input, { PATH: '/bin' })['PATH']).toBe('/cache/node/bin:/bin');
	});

	it('listens on this machine alone, whichever of its servers it is', () => {
		const environment = n8nEnvironment(input, {});
		const addresses = Object.entries(environment).filter(([name]) => name.endsWith('_ADDRESS'));
		expect(addresses).toHaveLength(3);
		expect(new Set(addresses.map(([, address]) => address))).toEqual(new Set(['127.0.0.1']));
	});

	it("works as in n8n's own image, not as for its developers", () => {
		expect(n8nEnvironment(input, { NODE_ENV: 'test' })['NODE_ENV']).toBe('production');
	});

	it('lets what is given win over its own settings', () => {
		const extra = { N8N_LOG_LEVEL: 'error', EXECUTIONS_MODE: 'queue' };
		expect(n8nEnvironment({ ...input, extra }, {})).toMatchObject(extra);
	});
});
