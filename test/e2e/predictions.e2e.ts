import { startEmulator } from '../../emulator';
import {
	elapsed,
	installN8n,
	logIn,
	packThisPackage,
	printReport as say,
	startServer,
	type Release,
} from '../../scripts/n8n';
import {
	experimentExample,
	orderExample,
	recommendationsExample,
	type Setting,
	type WebhookScenario,
} from './scenarios/example-workflows';
import { webhookUnderFaults, webhookUnderLoad } from './scenarios/recommendations-under-load';
import { createCredentials } from './setting/stage';

const scenarios: readonly WebhookScenario[] = [
	recommendationsExample,
	experimentExample,
	orderExample,
	webhookUnderLoad,
	webhookUnderFaults,
];

/** Runs the scenarios that need no browser, on the n8n named as argument: `n8n2` (default) or `n8n1`. */
async function main(): Promise<void> {
	const release: Release = process.argv[2] === 'n8n1' ? 'n8n1' : 'n8n2';
	const installation = await installN8n(release, say);
	const packed = await packThisPackage();
	const emulator = await startEmulator();
	const server = await startServer({ installation, packages: [packed.tarball] });
	try {
		const n8n = await logIn(server.url);
		const credentials = await createCredentials(n8n, emulator);
		say(`n8n ${installation.version}`);
		for (const scenario of scenarios) {
			await perform(scenario, { n8n, emulator, credentials, report: say });
		}
	} finally {
		await Promise.all([server.stop(), emulator.close()]);
		packed.remove();
	}
}

async function perform({ name, run }: WebhookScenario, setting: Setting): Promise<void> {
	const start = performance.now();
	setting.emulator.reset();
	await run(setting);
	say(`ok      ${name} (${elapsed(start)})`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
