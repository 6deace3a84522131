import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runOperation } from '../shared/run';
import { sendEvents } from './event';
import { eventProperties } from './properties';

export class KainicEvent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kainic Event',
		name: 'kainicEvent',
		icon: { light: 'file:../../icons/event.svg', dark: 'file:../../icons/event.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ "Send Events" + ($parameter.trackerId ? ": " + $parameter.trackerId : "") }}',
		description: 'Send shop events, such as product views and purchases, to Kainic',
		defaults: { name: 'Kainic Event' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: {
			replacements: {
				description:
					'Record what a visitor of the shop did (for example a product view or a purchase) in Kainic, so that later recommendations take it into account. Needs the anonymous user ID of the visitor and the event fields. Returns whether the event was accepted.',
			},
		},
		builderHint: {
			searchHint:
				'Sends all input items in batches: needs no loop before it. eventSource inputItem if each item is an event as Kainic expects it, fields to map fields. Failed items leave by the error output.',
		},
		credentials: [{ name: 'kainicApi', required: true }],
		properties: eventProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, eventProperties, sendEvents, this.continueOnFail());
	}
}
