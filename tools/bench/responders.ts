import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withEmulatorIds } from '../emulator/samples';
import * as n8n from '../n8n';
import { type Contender, http } from './contenders';

/** A workflow whose webhook answers visitors. The nodes of the contender are those between webhook and answer. */
export interface Responder extends Contender {
	/** A part of each right answer. */
	readonly answer: string;
	workflow(kainicUrl: string): n8n.WorkflowFile;
}

export const isResponder = (contender: Contender): contender is Responder =>
	'workflow' in contender;

/** The address of the shop, as the example workflow has it. */
export const shop = 'https://shop.example';

function webhookWith(name: string, answer: string, nodes: Contender['nodes']): Responder {
	const path = name.replaceAll(/\W+/g, '-');
	const options = { allowedOrigins: shop };
	const request = { httpMethod: 'POST', path, responseMode: 'responseNode', options };
	const webhook = n8n.node('Webhook', 'n8n-nodes-base.webhook', 2.1, request);
	const response = { respondWith: 'firstIncomingItem', options: {} };
	const respond = n8n.node('Respond', 'n8n-nodes-base.respondToWebhook', 1.5, response);
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	const workflow = (url: string) => {
		return {
			...n8n.chain(path, [{ ...webhook, webhookId: path }, ...nodes(url), respond]),
			settings,
		};
	};
	return { name, perRequest: 1, answer, nodes, workflow };
}

const webhookAlone = webhookWith('Webhook and Respond', '"anon_uid"', () => []);

const webhookAndHttp = webhookWith(
	'with HTTP Request',
	'"item_id"',
	http(1, '/predictor/get_model_prediction', {
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify({ kainic_pid: 'demo-project', kainic_mid: 'model-popular',
  platform: 'web', anon_uid: $json.body.anon_uid, type: $json.body.type,
  return_full_items_data: true }) }}`,
	}).nodes,
);

const webhookAndPredict = webhookWith('with Kainic Predict', '"item_id"', () => [
	n8n.kainic('Kainic Predict', {
		...{ modelId: 'model-popular', platform: 'web', output: 'response' },
		...{ anonUid: '={{ $json.body.anon_uid }}', type: '={{ $json.body.type }}' },
	}),
]);

function example(name: string, answer: string): Responder {
	const file = join(n8n.repositoryRoot, `examples/${name}.json`);
	const workflow = () => n8n.parseWorkflow(withEmulatorIds(readFileSync(file, 'utf8')));
	return { name, perRequest: 1, answer, nodes: () => [], workflow };
}

const recommendations = example('recommendations-webhook', '"source":"kainic"');
/** In an answer without Kainic, the group is null. */
const experiment = example('experiment-webhook', '"group":"');

/** Its node refuses the sample of an ID before it asks Kainic. */
const bestsellers: Responder = {
	...recommendations,
	answer: '"source":"bestsellers"',
	workflow: () => {
		const text = JSON.stringify(recommendations.workflow(''));
		const other = text.replaceAll('kainic-recommendations', 'kainic-bestsellers');
		return n8n.parseWorkflow(other.replace('model-popular', 'YOUR-MODEL-ID'));
	},
};

/** Ours first. */
export const all = [recommendations, webhookAlone, webhookAndHttp, webhookAndPredict];
export const ofBestsellers = [bestsellers, webhookAlone];
export const ofExperiment = [experiment, webhookAlone];
