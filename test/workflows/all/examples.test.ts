import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { homepage } from '../../../package.json';
import { packageNodes } from '../../../tools/n8n/package-nodes';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { folder } from '../../support/workflows/code-node';

const read = (...names: readonly string[]) => readFileSync(path.join(folder, ...names), 'utf8');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

const panels = new Map(
	packageNodes.map(({ type, description }) => [`n8n-nodes-kainic.${type}`, description.properties]),
);

/** How many examples each rule concerns. */
const concerned = new Map<string, number>();

const testIf = (concerns: boolean, rule: string, check: () => void) => {
	concerned.set(rule, (concerned.get(rule) ?? 0) + Number(concerns));
	if (concerns) test(rule, check);
};

describe.each(files)('the example %s', (file) => {
	const text = read(file);
	const { nodes: given, connections, pinData, settings } = parseWorkflow(text);
	const nodes = given.map(({ name, type, typeVersion, parameters, credentials }) => ({
		...{ name: String(name), type: String(type), typeVersion },
		...{ parameters: Object(parameters), credentials: Object(credentials) },
	}));
	const names = nodes.map(({ name }) => name);
	const types = nodes.map(({ type }) => type);
	const ofType = (type: RegExp) => nodes.filter((node) => type.test(node.type));
	const notes = ofType(/stickyNote$/);
	const noted = notes.map(({ parameters }) => String(parameters.content)).join('\n');
	const isOfOrders = /orders\.json$|^order-events/.test(file);

	const used = nodes.flatMap(({ credentials }) => Object.values(credentials));
	testIf(used.length > 0, 'names credentials and holds none', () => {
		for (const credential of used) {
			expect(Object.keys(Object(credential))).toEqual(['id', 'name']);
			expect(Object(credential).name).toMatch(
				/^(Kainic (experiment )?|WooCommerce |Shopify |Header Auth |Basic Auth |OpenAi |SMTP )account$/,
			);
		}
	});

	const own = nodes.filter(({ type }) => panels.has(type));
	testIf(own.length > 0, 'sets parameters and options that the panels of the nodes have', () => {
		for (const { type, parameters } of own) {
			const panel = panels.get(type) ?? [];
			const options = panel.find(({ name }) => name === 'options')?.options ?? [];
			const named = (list: ReadonlyArray<{ readonly name: string }>) =>
				list.map(({ name }) => name);
			expect(named(panel)).toEqual(expect.arrayContaining(Object.keys(parameters)));
			const set = Object.keys(parameters.options ?? {});
			expect(named(options)).toEqual(expect.arrayContaining(set));
		}
	});

	const ids = [
		...own.flatMap(({ parameters }) =>
			['trackerId', 'storeId', 'modelId', 'experimentId'].map((name) => parameters[name]),
		),
		...[...text.matchAll(/"name": "(?:tracker|store)_id",\s*"value": "([^"]*)"/g)].map(
			([, id]) => id,
		),
	].filter((id) => id !== undefined && !String(id).startsWith('='));
	testIf(ids.length > 0, 'has samples in place of IDs, which the nodes refuse', () => {
		for (const id of ids) expect(id).toMatch(/^YOUR-(TRACKER|STORE|MODEL|EXPERIMENT)-ID$/);
	});

	test('wires and names nodes that exist', () => {
		const wires = JSON.stringify(connections).matchAll(/"node":"([^"]+)"/g);
		for (const [, target] of wires) expect(names).toContain(target);
		expect(names).toEqual(expect.arrayContaining(Object.keys(connections)));
		for (const [, named] of text.matchAll(/\$\('([^']+)'\)/g)) expect(names).toContain(named);
	});

	const sends = isOfOrders || file === 'failed-events.json';
	testIf(sends, 'sends each event by itself, so that one that fails delays no other', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Send Events') ?? {};
		expect(parameters.options.batchSize).toBe(1);
	});

	const calls = ofType(/\.executeWorkflow$/);
	testIf(calls.length > 0, 'calls no other workflow than itself, so there is one to import', () => {
		for (const { parameters } of calls)
			expect(parameters.workflowId.value).toBe('={{ $workflow.id }}');
	});

	test('does not depend on where its nodes are', () => {
		const outputs = Object.values(connections).flatMap((ways) => Object.values(Object(ways)));
		const branches = outputs.flat().map((wires) => Number(Object(wires).length));
		// Of several branches that begin at one output, n8n runs the upper one first. A Merge waits for all.
		expect(Math.max(...branches)).toBeLessThanOrEqual(ofType(/\.merge$/).length + 1);
	});

	const always = given.filter(({ alwaysOutputData }) => alwaysOutputData === true);
	testIf(always.length > 0, 'has Always Output Data only where a node has one output', () => {
		// Versions of n8n differ in what a node with several outputs then outputs.
		for (const { name, type, onError } of always) {
			expect([name, onError]).not.toEqual([name, 'continueErrorOutput']);
			expect(type).not.toMatch(/\.(if|switch|splitInBatches|kainicExperiment)$/);
			expect(Object(connections[String(name)] ?? { main: [[]] }).main).toHaveLength(1);
		}
	});

	const schedules = ofType(/scheduleTrigger$/);
	testIf(schedules.length > 0, 'starts once after n8n was down at the time of a start', () => {
		for (const { typeVersion, parameters } of schedules)
			expect([typeVersion, parameters.misfirePolicy]).toEqual([1.4, 'coalesce']);
	});

	const uploads = ofType(/kainicCatalog$/);
	testIf(uploads.length > 0, 'sends no catalog before somebody looked, and says so', () => {
		for (const { parameters } of uploads) {
			expect(parameters.options).toHaveProperty('validateOnly', true);
			expect(noted).toMatch(/nothing is sent yet.*\n.*switch off Validate Only/);
		}
	});

	testIf(uploads.length > 0, 'ends at the first node that fails, so no catalog has a gap', () => {
		const others = given.filter(({ onError }) => onError !== undefined).map(({ name }) => name);
		// Without an order workflow, there is no data table of orders. Check Products throws what Read Products met.
		const caught = nodes.some(({ parameters }) => /^stopForShop\(/m.test(parameters.jsCode));
		// The script that reads these answers says what is wrong with them.
		const read = types.includes('n8n-nodes-base.executeWorkflow')
			? ['Get Token', 'Read Pages']
			: [];
		const allowed = ['Read Sold Items', ...(caught ? ['Read Products'] : []), ...read];
		expect(others.filter((name) => !allowed.includes(String(name)))).toEqual([]);
		const silent = ofType(/httpRequest$/).filter((node) => /neverError/.test(JSON.stringify(node)));
		expect(silent.filter(({ name }) => !read.includes(name))).toEqual([]);
	});

	const whole = uploads.filter(({ parameters }) => parameters.syncMode === 'full');
	testIf(
		whole.length > 0,
		'sends no whole catalog with fewer products than half of the last one, or than a number',
		() => {
			const half =
				/^=\{\{ Math\.max\(\$\('Your Shop'\)\.first\(\)\.json\.min_products, Math\.ceil\(\(\$\('(Read Last Count|Save Start)'\)\.first\(\)\.json\.products \?\? 0\) \/ 2\)\) \}\}$/;
			// Without a data table, a number is all that it can have.
			const expected = types.includes('n8n-nodes-base.dataTable') ? half : /^\d+$/;
			for (const { parameters } of whole) expect(String(parameters.minProducts)).toMatch(expected);
		},
	);

	const [webhook] = ofType(/\.webhook$/).filter(
		({ parameters }) => parameters.httpMethod === 'POST',
	);
	testIf(webhook !== undefined, 'answers its webhook, and has a sample pinned to it', () => {
		expect(types).toContain('n8n-nodes-base.respondToWebhook');
		const [pinned] = Object(pinData)[String(webhook?.name)] ?? [];
		expect([pinned.json.body].flat()[0]).toHaveProperty('anon_uid');
		expect(types).not.toContain('n8n-nodes-base.manualTrigger');
	});

	const isPublic = webhook !== undefined && webhook.parameters.authentication === undefined;
	testIf(isPublic, 'reads no large request and keeps no file of a stranger', () => {
		const { options } = webhook?.parameters ?? {};
		const check = nodes.find(({ name }) => name === 'Check Question')?.parameters;
		expect(check ? JSON.stringify(check) : options.onlyRunIf).toContain(
			"$json.headers['content-length'] <= 65536 && !$json.headers['content-encoding'] && !/multipart/.test($json.headers['content-type'])",
		);
		if (check) {
			expect(check.conditions).toMatchObject({ combinator: 'and' });
			expect(check.conditions.conditions[0].leftValue).toMatch(/\['content-type'\]\) \}\}$/);
			const [accepted, refused] = Object(connections['Check Question']).main;
			expect(refused).toMatchObject([{ node: 'Refuse Question' }]);
			expect(accepted).not.toContainEqual(expect.objectContaining({ node: 'Refuse Question' }));
		}
		expect(options).not.toHaveProperty('binaryData');
		// Without Raw Body, later versions than 1 save what is neither JSON nor text as a file of any size.
		if (check === undefined) expect(webhook?.typeVersion).toBe(1);
		else
			expect([options.rawBody, Object(settings).saveDataSuccessExecution]).toEqual([true, 'none']);
	});

	const answers = isPublic && names.includes('Check Question');
	testIf(
		answers,
		'lets n8n read its webhook without expressions, which double the time of an answer',
		() => {
			expect(webhook?.typeVersion).toBeGreaterThanOrEqual(2);
			expect(JSON.stringify(webhook?.parameters)).not.toContain('"=');
			expect(Object(connections[String(webhook?.name)]).main[0][0].node).toBe('Check Question');
		},
	);

	testIf(isPublic && noted.includes('Allowed Origins'), 'answers one website', () => {
		expect(webhook?.parameters.options.allowedOrigins).toBe('https://shop.example');
	});

	const woo = nodes.filter(({ parameters }) => parameters.nodeCredentialType === 'wooCommerceApi');
	testIf(
		woo.length > 0,
		'gives the key of a WooCommerce shop to the address in Your Shop only',
		() => {
			for (const { url, options } of woo.map(({ parameters }) => parameters)) {
				expect(url).toMatch(
					/^=\{\{ \$\('Your Shop'\)\.first\(\)\.json\.shop\S* [^{}]*\}\}\/wp-json\/wc\/v3\//,
				);
				expect(options.redirect.redirect).toEqual({ followRedirects: false });
				expect(JSON.stringify(options.pagination ?? '')).not.toContain('nextURL');
			}
		},
	);

	const lists = woo.filter(({ parameters }) => !/refunds$/.test(parameters.url));
	testIf(
		lists.length > 0,
		'asks a WooCommerce shop only for fields that it uses: all fill the memory',
		() => {
			for (const { parameters } of lists)
				expect(JSON.stringify(parameters)).toMatch(/_fields[^{}]*\bid\b/);
		},
	);

	// n8n reads pages of 1,000 rows, and fails if the number of rows changes meanwhile.
	const growing = nodes.filter(({ parameters: { operation, dataTableId } }) => {
		return (
			operation === 'get' &&
			/^Kainic (health|clicks|exposures|order events)$/.test(dataTableId?.value)
		);
	});
	const large = growing.filter(({ parameters: { returnAll, limit } }) => returnAll || limit > 5000);
	testIf(
		large.length > 0 && !isOfOrders,
		'reads only rows that were there when the run began',
		() => {
			for (const { parameters } of large)
				expect(JSON.stringify(parameters.filters)).toMatch(/"createdAt","condition":"lt"/);
		},
	);

	test('names no address but placeholders, and no place on the disk', () => {
		const addresses = [...text.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
		// The notes link to the documents of this package.
		const others = addresses.filter((host) => host !== new URL(homepage).host);
		for (const host of others) expect(host).toMatch(/^([\w-]+\.example|YOUR-N8N)$/);
		expect(types).not.toContain('n8n-nodes-base.readWriteFile');
	});
});

test('each rule concerns an example', () => {
	expect([...concerned].filter(([, count]) => count === 0)).toEqual([]);
});
