import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmulator, type Emulator } from '../emulator';
import {
	accessTo,
	chain,
	createCredential,
	importWorkflow,
	installN8n,
	kainic,
	logIn,
	manualTrigger,
	packThisPackage,
	printReport,
	runMain,
	runManually,
	SetupError,
	startServer,
	withUsage,
	type Session,
} from '../n8n';
import { onProcessEnd, temporaryFolder } from '../n8n/cleanup';
import { credentialNames, testCredential } from '../n8n/credentials';
import { installPackage } from '../n8n/pack';
import { freePort, loopback } from '../n8n/ports';

const usage = `Usage: npx tsx tools/scripts/smoke.ts [--docker <image>]
Installs this package in n8n, tests a credential, sends an event, uploads a catalog and asks for a prediction.
Without --docker, in the n8n from npm that the tests use. With it, in a container of an image such as
n8nio/n8n:latest, which shares the network of this machine (Linux).`;

async function main(): Promise<void> {
	const options = { docker: { type: 'string' } } as const;
	const { docker } = withUsage(usage, () => parseArgs({ options }).values);
	const packed = await packThisPackage();
	const emulator = await startEmulator();
	const n8n = await (docker === undefined
		? fromNpm(packed.tarball)
		: inDocker(docker, packed.tarball));
	try {
		await tryNodes(await logIn(n8n.url), emulator);
	} finally {
		await Promise.all([n8n.stop(), emulator.close()]);
		packed.remove();
	}
	console.log(`The package works in n8n (${docker ?? 'npm'}).`);
}

interface Started {
	readonly url: string;
	stop(): Promise<void>;
}

async function fromNpm(tarball: string): Promise<Started> {
	return await startServer({ installation: await installN8n(printReport), packages: [tarball] });
}

/** n8n 3 loads the package only with N8N_UNVERIFIED_PACKAGES_ENABLED. */
async function inDocker(image: string, tarball: string): Promise<Started> {
	const folder = temporaryFolder('n8n-docker');
	await installPackage(tarball, folder.path);
	const port = await freePort();
	const name = `kainic-smoke-${port}`;
	const variables = {
		...{ HOME: '/data', N8N_USER_FOLDER: '/data', N8N_LISTEN_ADDRESS: loopback },
		...{ N8N_PORT: port, N8N_RUNNERS_BROKER_PORT: await freePort(), N8N_SECURE_COOKIE: false },
		...{ N8N_UNVERIFIED_PACKAGES_ENABLED: true, N8N_REINSTALL_MISSING_PACKAGES: false },
		...{ N8N_DIAGNOSTICS_ENABLED: false, N8N_VERSION_NOTIFICATIONS_ENABLED: false },
	};
	const settings = Object.entries(variables).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
	const user = `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`;
	const place = ['--network', 'host', '--user', user, '-v', `${folder.path}:/data`];
	const container = spawn('docker', ['run', '--rm', '--name', name, ...place, ...settings, image], {
		stdio: 'inherit',
	});
	const ended = once(container, 'close');
	const remove = () => void spawn('docker', ['rm', '--force', name], { stdio: 'ignore' });
	const forget = onProcessEnd(remove);
	const url = `http://${loopback}:${port}`;
	const stop = async () => {
		remove();
		await ended;
		forget();
		folder.remove();
	};
	await Promise.race([untilReady(url), ended]);
	if (container.exitCode === null) return { url, stop };
	await stop();
	throw new SetupError(`The container of ${image} ended with ${container.exitCode}.`);
}

async function untilReady(url: string): Promise<void> {
	const isReady = async () => (await fetch(`${url}/healthz/readiness`)).ok;
	// The image may have to be downloaded first.
	for (const end = Date.now() + 600_000; Date.now() < end; await wait(500))
		if (await isReady().catch(() => false)) return;
	throw new SetupError('n8n was not ready within ten minutes.');
}

const visitor = { platform: 'web', anonUid: 'visitor-1' };
const products = [{ item_id: 'sku-1', title: 'Shoe', price: 20 }];

const workflow = chain('Smoke', [
	manualTrigger(),
	kainic('Kainic Event', {
		...{ ...visitor, trackerId: 'tracker-web', eventSource: 'json' },
		eventJson: '{"platform":"web","anon_uid":"visitor-1","event_name":"view","item_id":"sku-1"}',
	}),
	kainic('Kainic Catalog', {
		...{ syncMode: 'full', storeId: 'store-1', minProducts: 1 },
		...{ productSource: 'json', productsJson: JSON.stringify(products) },
	}),
	kainic('Kainic Predict', {
		...{ ...visitor, modelId: 'model-popular', itemIds: 'sku-1', type: 'similar' },
	}),
]);

/** With a credential that is restricted to the host of Kainic. */
async function tryNodes(n8n: Session, emulator: Emulator): Promise<void> {
	const { baseUrl, projectId, apiKey } = accessTo(emulator);
	const restriction = { allowedHttpRequestDomains: 'domains', allowedDomains: loopback };
	const credential = await createCredential(n8n, {
		...{ name: credentialNames.project, type: 'kainicApi' },
		data: { baseUrl, projectId, apiKey, keyType: 'project', ...restriction },
	});
	assert.equal((await testCredential(n8n, credential)).status, 'OK');
	const imported = await importWorkflow(n8n, workflow, [credential]);
	const { status, errorMessage } = await runManually(n8n, imported, 'Start');
	assert.equal(status, 'success', errorMessage);
	const { events, catalogs, predictions } = emulator.world.ledger;
	const uploaded = catalogs.of('store-1')?.products.length;
	assert.deepEqual([events.length, uploaded, predictions.length], [1, products.length, 1]);
}

runMain(main);
