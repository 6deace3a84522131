import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markUsed, removeUnused } from '../../../tools/n8n/unused';

const cache = mkdtempSync(join(tmpdir(), 'kainic-cache-'));
afterAll(() => rmSync(cache, { recursive: true }));

test('the cache loses the installations that nobody has used for 30 days, and nothing else', () => {
	const folders = ['n8n-2.0.0-old', 'n8n-2.0.0-new', 'n8n-2.0.0-used', 'notes-old'];
	const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
	for (const name of folders) {
		mkdirSync(join(cache, name));
		utimesSync(join(cache, name), days(0), days(name === 'n8n-2.0.0-new' ? 29 : 31));
	}
	markUsed(join(cache, 'n8n-2.0.0-used'));
	removeUnused(cache);
	expect(readdirSync(cache).sort()).toEqual(['n8n-2.0.0-new', 'n8n-2.0.0-used', 'notes-old']);
});
