import assert from 'node:assert/strict';
import {
	chain,
	createCredential,
	importWorkflow,
	manualTrigger,
	node,
	outputItems,
	runManually,
	trigger,
} from '../../../tools/n8n';
import { loopback } from '../../../tools/n8n/ports';
import { postgresLogin, startPostgres } from '../../queue/services/postgres';
import { findPrograms } from '../../queue/services/programs';
import { readExample } from '../../support/workflows/examples';
import { test } from '../../support/browser/editor-stage';

const file = 'catalog-table.json';
const nightly = 'Start Every Night';

test('Example: a table of PostgreSQL becomes the catalog, and a wrong price changes nothing @night', async (stage) => {
	const { n8n, credentials, emulator, report } = stage;
	const { catalogs } = emulator.world.ledger;
	const postgres = await startPostgres(await findPrograms(report));
	try {
		const { user, database } = postgresLogin;
		const login = {
			host: loopback,
			port: postgres.port,
			user,
			database,
			password: '',
			ssl: 'disable',
		};
		const own = await createCredential(n8n, {
			...{ name: 'Postgres account', type: 'postgres', data: login },
		});
		const stored = [...Object.values(credentials), own];
		const account = { credentials: { postgres: { id: own.id, name: own.name } } };
		const query = async (text: string): Promise<void> => {
			const parameters = { operation: 'executeQuery', query: text, options: {} };
			const workflow = chain('Query', [
				manualTrigger(),
				{ ...node('Query', 'n8n-nodes-base.postgres', 2.6, parameters), ...account },
			]);
			const { status, errorMessage } = await runManually(
				n8n,
				await importWorkflow(n8n, workflow, stored),
				trigger,
			);
			assert.equal(status, 'success', errorMessage);
		};
		await query(`CREATE TABLE products (id text, name text, price text, stock int, url text, image text);
			INSERT INTO products SELECT 'shoe-' || n, 'Shoe ' || n, n || '.90', n % 3, 'https://shop.example/' || n,
			'https://shop.example/' || n || '.jpg' FROM generate_series(1, 500) AS n`);
		// What the note asks for: choose the credential, unpin the sample, and connect the trigger.
		const { pinData: _, connections, nodes, ...example } = readExample(file);
		const reader = 'Read PostgreSQL';
		const toTable = { main: [[{ node: reader, type: 'main', index: 0 }]] };
		const connected = {
			...{ ...example, connections: { ...connections, [nightly]: toTable } },
			nodes: nodes.map((each) => ({ ...each, ...(each['name'] === reader && account) })),
		};
		const workflow = await importWorkflow(n8n, connected, stored);
		const run = async () => await runManually(n8n, workflow, nightly, 120_000);
		const first = await run();
		assert.equal(first.status, 'success', first.errorMessage);
		assert.equal(outputItems(first, 'Upload Catalog')[0]?.json['products'], 500);
		const [product] = catalogs.of('store-1')?.products ?? [];
		assert.deepEqual(product, {
			...{ item_id: 'shoe-1', title: 'Shoe 1', price: 1.9, in_stock: true },
			...{ url: 'https://shop.example/1', image_url: 'https://shop.example/1.jpg' },
		});
		await query("UPDATE products SET price = 'ask us' WHERE id = 'shoe-7'");
		const wrong = await run();
		assert.equal(wrong.status, 'error');
		assert.match(wrong.errorMessage ?? '', /price.*number/s);
		assert.equal(catalogs.uploads.length, 1);
	} finally {
		await postgres.stop();
	}
});
