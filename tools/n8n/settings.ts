/**
 * What n8n 2 and n8n 3 set by default, as far as the n8n of the tests, which is n8n 2, has these settings.
 * With the settings of n8n 3, a request to a private address fails. Only the servers of the tests are allowed.
 */
export const n8nSettings = {
	n8n2: {
		N8N_RUNNERS_TASK_TIMEOUT: '300',
	},
	n8n3: {
		N8N_RUNNERS_TASK_TIMEOUT: '60',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		// The value that README asks for. The package with one node is tried with the default, false.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_SSRF_PROTECTION_ENABLED: 'true',
		N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32,::1/128',
	},
} as const;

export type N8nMajor = keyof typeof n8nSettings;
