import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, withUsage } from '../n8n';
import { onProcessEnd } from '../n8n/cleanup';
import { repositoryRoot } from '../n8n/recipe';

const usage = `Usage: npm test -- e2e|queue|real-shops|soak [options]

  --only <text>       the scenarios whose name holds the text, those of the night too (may be given several times)
  --group <name>      only editor, workflows, shop-script or orders; may run beside another one
  --pictures          take the pictures of docs/images/ again
  --minutes <number>  how long the soak lasts (default: 10, at least 3)
  --seed <number>     of its faults (default: a new one each time)

A scenario that fails leaves a picture and a trace in coverage/e2e/ (npx playwright show-trace FILE).`;

const groups = ['editor', 'workflows', 'shop-script', 'orders'];

const configuration = join(repositoryRoot, 'test/playwright.config.ts');

async function main(): Promise<void> {
	const { only = [], group, ...others } = withUsage(usage, readOptions);
	const args = [require.resolve('@playwright/test/cli'), 'test', '--config', configuration];
	// Playwright empties its output folder first, so groups that run beside each other need their own.
	args.push('--output', `coverage/e2e/${group ?? 'all'}`);
	args.push('--project', ...(group === undefined ? groups : [group]).map((name) => `${name}*`));
	if (only.length > 0) args.push('--grep', only.map(escaped).join('|'));
	const settings = Object.entries({ ...others, night_too: only.length > 0 || undefined })
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => [`KAINIC_${name.toUpperCase()}`, String(value)] as const);
	const env = { ...process.env, ...Object.fromEntries(settings) };
	const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
	onProcessEnd(() => void child.kill());
	const ended: readonly unknown[] = await once(child, 'exit');
	process.exitCode = Number(ended[0] ?? 1);
}

function readOptions() {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', multiple: true },
			group: { type: 'string' },
			pictures: { type: 'boolean' },
			minutes: { type: 'string' },
			seed: { type: 'string' },
		},
	});
	return values;
}

/** As a text of a regular expression. */
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

runMain(main);
