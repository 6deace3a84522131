import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const base = process.env.KAINIC_TEST_USER_FOLDER ?? tmpdir();

// n8n reads these while its modules load, and writes its settings file into the user folder.
process.env.N8N_USER_FOLDER = mkdtempSync(path.join(base, 'worker-'));
process.env.N8N_ENCRYPTION_KEY = 'engine-tests';
process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
