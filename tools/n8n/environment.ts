import { delimiter, dirname, join } from 'node:path';
import type { Installation } from './install';
import { loopback } from './ports';

export interface EnvironmentInput {
	installation: Pick<Installation, 'folder' | 'nodeBinary'>;
	userFolder: string;
	/** Port of the editor, the REST interface and webhooks; of a worker's health check. */
	port: number;
	/** Port between n8n and the process that runs Code nodes. */
	brokerPort: number;
	/** Overrides all settings of this module. */
	extra: Readonly<Record<string, string>>;
}

/** Variables that n8n gets from the calling environment; N8N_… settings are not among them. */
const passedOn = ['LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SYSTEMROOT', 'NODE_EXTRA_CA_CERTS'];

/** Switches off every request that n8n makes on its own to its makers or anybody else. */
const quiet = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
	N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	// It fetches a list from n8n's makers and has no switch.
	N8N_DISABLED_MODULES: 'mcp-registry',
} as const;

/** The environment of one n8n process. */
export function n8nEnvironment(
	input: EnvironmentInput,
	calling: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
	const url = `http://${loopback}:${input.port}`;
	return {
		...Object.fromEntries(Object.entries(calling).filter(([name]) => passedOn.includes(name))),
		PATH: [dirname(input.installation.nodeBinary), calling['PATH'] ?? ''].join(delimiter),
		HOME: input.userFolder,
		// Each start but the first takes less of the processor.
		NODE_COMPILE_CACHE: join(input.installation.folder, 'compiled'),
		// As in n8n's Docker image. Without it, n8n runs in development mode.
		NODE_ENV: 'production',
		NO_COLOR: '1',
		...quiet,
		N8N_USER_FOLDER: input.userFolder,
		N8N_LISTEN_ADDRESS: loopback,
		N8N_HOST: loopback,
		N8N_PORT: String(input.port),
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: url,
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_ENABLED: 'true',
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: loopback,
		N8N_RUNNERS_BROKER_PORT: String(input.brokerPort),
		N8N_WORKER_SERVER_ADDRESS: loopback,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(input.port),
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_OUTPUT: 'console',
		...input.extra,
	};
}
