import { config } from '@n8n/node-cli/eslint';

// n8n's rules, as for the other published package. What packs it is not published.
export default [{ ignores: ['*.ts'] }, ...config];
