import { version } from 'n8n-core/package.json';

/** The major version of n8n that this test run uses. */
export const n8nMajor = Number(version.split('.')[0]);
