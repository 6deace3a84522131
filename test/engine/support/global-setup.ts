import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives the engines a user folder of their own, so that a developer's ~/.n8n stays untouched. */
export default function createUserFolder(): void {
	process.env.KAINIC_TEST_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'kainic-engine-'));
}
