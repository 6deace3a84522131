import { n8nEnvironment } from '../../../tools/n8n/environment';

const input = {
	installation: { folder: '/cache', nodeBinary: '/cache/node/bin/node' },
	userFolder: '/tmp/user',
	port: 1234,
	brokerPort: 2345,
	extra: { N8N_LOG_LEVEL: 'error', EXECUTIONS_MODE: 'queue' },
} as const;

test("an n8n has none of the caller's own settings, finds its own Node first, and works as in n8n's own image", () => {
	const environment = n8nEnvironment(input, {
		PATH: '/bin',
		N8N_ENCRYPTION_KEY: 'private',
		N8N_PORT: '5678',
		DB_TYPE: 'postgresdb',
		NODE_OPTIONS: '--inspect',
		NODE_ENV: 'test',
	});
	expect(environment).toMatchObject({
		N8N_PORT: '1234',
		N8N_USER_FOLDER: '/tmp/user',
		PATH: '/cache/node/bin:/bin',
		NODE_ENV: 'production',
		...input.extra,
	});
	expect(Object.values(environment)).not.toContain('private');
	expect(environment).not.toHaveProperty('DB_TYPE');
	expect(environment).not.toHaveProperty('NODE_OPTIONS');
	// Each of its servers listens on this machine only.
	const addresses = Object.entries(environment).filter(([name]) => name.endsWith('_ADDRESS'));
	expect(addresses.map(([, address]) => address)).toEqual(Array(3).fill('127.0.0.1'));
});
