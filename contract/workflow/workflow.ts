import { createHash } from 'node:crypto';
import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { format } from 'prettier';
import { readContractDocument } from '../../emulator/contract/document';
import { repositoryRoot } from '../../harness/recipe';
import { requestsNote, sendingNote, startNote } from './notes';

export const workflowPath = join(repositoryRoot, 'examples', 'contract-check.json');

type Json = Readonly<Record<string, unknown>>;

interface Node extends Json {
	readonly name: string;
}

/** The workflow as a file to import. Its Code node holds the very functions of the command. */
export async function workflowText(): Promise<string> {
	return await format(JSON.stringify(workflow()), {
		parser: 'json',
		printWidth: 100,
		useTabs: true,
	});
}

function workflow(): Json {
	const senders = [
		sender('With Project Key', [960, -60], 'Kainic account', 'kainicAccount'),
		sender(
			'With Experiment Key',
			[960, 140],
			'Kainic experiment account',
			'kainicExperimentAccount',
		),
		sender('Without Credential', [960, 340]),
	];
	return {
		name: 'Kainic: what the API answers',
		nodes: [
			note('Note: Start', startNote, [-120, -420], 380),
			note('Note: Requests', requestsNote(), [300, -420], 560),
			note('Note: Sending', sendingNote, [900, -420], 380),
			node('Start', 'manualTrigger', 1, [-100, 140], {}),
			account(),
			node('Next Request', 'code', 2, [340, 140], { jsCode: code() }),
			node('Pause', 'wait', 1.1, [540, 140], { amount: '={{ $json.wait }}' }),
			chooser(),
			...senders,
			file('Report for the Project', 'json', 'contract-report.json', [960, 540]),
			file('Report for People', 'markdown', 'contract-report.md', [960, 720]),
		],
		pinData: {},
		connections: {
			Start: wires(['Account']),
			Account: wires(['Next Request']),
			'Next Request': wires(['Pause']),
			Pause: wires(['Which Key']),
			'Which Key': wires(...senders.map(({ name }) => [name]), [
				'Report for the Project',
				'Report for People',
			]),
			...Object.fromEntries(senders.map(({ name }) => [name, wires(['Next Request'])])),
		},
		active: false,
		settings: { executionOrder: 'v1' },
		tags: [],
	};
}

function wires(...outputs: ReadonlyArray<readonly string[]>): Json {
	return {
		main: outputs.map((targets) => targets.map((name) => ({ node: name, type: 'main', index: 0 }))),
	};
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	position: readonly number[],
	parameters: Json,
): Node {
	return {
		parameters,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position,
		name,
		id: idOf(name),
	};
}

/** Always the same for a name, so that the generated file changes only if the workflow does. */
function idOf(name: string): string {
	const hash = createHash('sha256').update(`contract-check ${name}`).digest('hex');
	const parts = [hash.slice(0, 8), hash.slice(8, 12), `5${hash.slice(13, 16)}`];
	return [...parts, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}

function note(name: string, content: string, position: readonly number[], width: number): Node {
	return node(name, 'stickyNote', 1, position, { content, height: 460, width, color: 5 });
}

function account(): Node {
	const rows = [
		...['baseUrl', 'projectId', 'trackerId', 'modelId', 'storeId', 'experimentId', 'origin'].map(
			(name) => ({ name, value: '', type: 'string' }),
		),
		...['send', 'allowEvents'].map((name) => ({ name, value: false, type: 'boolean' })),
	];
	const assignments = rows.map((row) => ({ id: idOf(row.name), ...row }));
	return node('Account', 'set', 3.4, [120, 140], {
		assignments: { assignments },
		options: {},
	});
}

const outputs = ['project', 'experiment', 'noCredential', 'report'] as const;

function chooser(): Node {
	const values = outputs.map((output) => ({
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [
				{
					id: idOf(`output ${output}`),
					leftValue: '={{ $json.next }}',
					rightValue: output,
					operator: { type: 'string', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		renameOutput: true,
		outputKey: output,
	}));
	return node('Which Key', 'switch', 3.2, [740, 100], { rules: { values }, options: {} });
}

function sender(name: string, position: readonly number[], credential?: string, id?: string): Node {
	const parameters = {
		method: 'POST',
		url: '={{ $json.url }}',
		...(credential === undefined
			? {}
			: { authentication: 'predefinedCredentialType', nodeCredentialType: 'kainicApi' }),
		sendHeaders: true,
		specifyHeaders: 'json',
		jsonHeaders: '={{ JSON.stringify($json.headers) }}',
		sendBody: true,
		contentType: 'raw',
		rawContentType: '={{ $json.contentType }}',
		body: '={{ $json.form ?? $json.body }}',
		options: {
			redirect: { redirect: { followRedirects: false } },
			response: {
				response: { fullResponse: true, neverError: true, responseFormat: 'autodetect' },
			},
			timeout: 30_000,
		},
	};
	return {
		...node(name, 'httpRequest', 4.2, position, parameters),
		...(credential === undefined ? {} : { credentials: { kainicApi: { id, name: credential } } }),
		onError: 'continueRegularOutput',
	};
}

function file(
	name: string,
	sourceProperty: string,
	fileName: string,
	position: readonly number[],
): Node {
	return node(name, 'convertToFile', 1.1, position, {
		operation: 'toText',
		sourceProperty,
		options: { fileName },
	});
}

/** The code of the node: `step` of this folder with all that it needs, and the call. */
function code(): string {
	const { outputFiles } = buildSync({
		entryPoints: [join(__dirname, 'step.ts')],
		bundle: true,
		write: false,
		format: 'esm',
		target: 'es2022',
		platform: 'neutral',
		legalComments: 'none',
	});
	// A Code node has no exports, and n8n takes Object.defineProperty away, which other formats need.
	const bundle = (outputFiles[0]?.text ?? '').replace(/export \{\s*step\s*\};\s*$/, '');
	return `// Generated from contract/ of n8n-nodes-kainic. Change it there.
${bundle.trimEnd().replace(/^\s*\/\/ .*\n/gm, '')}

const before = $runIndex === 0 ? null : $('Next Request').first(0, $runIndex - 1).json;
return step({
	account: $('Account').first().json,
	before,
	answer: $input.first().json,
	refusedKey: ${JSON.stringify(readContractDocument().refusedKey)},
	now: Date.now(),
	random: Math.random,
});
`;
}
