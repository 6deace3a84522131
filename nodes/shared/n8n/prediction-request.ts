import { InputProblem } from '../failure';
import {
	predictionBody,
	readItemIds,
	readJsonObject,
	type JsonObject,
	type PredictionBody,
	type PredictionEndpoint,
} from '../kainic/prediction';
import { isAbsent, nameOf } from '../values';
import type { Setup } from './operation';

/** Where on the panel a prediction node asks for what only it needs. */
export interface PredictionPanel {
	/** The parameter for the model or the experiment, and how the panel calls it. */
	readonly target: { readonly name: string; readonly label: string };
	readonly sid: { readonly name: string; readonly isRequired: boolean };
}

/** The body of a request: its fields, and the text that is sent. */
export type PredictionRequest = JsonObject;

/**
 * Makes a reader of the request of one input item. It throws an InputProblem, or n8n's error for an
 * expression.
 */
export function requestReader(
	endpoint: PredictionEndpoint,
	panel: PredictionPanel,
	setup: Setup,
): (itemIndex: number) => PredictionRequest {
	const { parameters } = setup;
	switch (parameters.choice('bodySource', ['fields', 'json'])) {
		case 'fields':
			return (itemIndex) => {
				const fields = bodyOfFields(endpoint, panel, setup, itemIndex);
				return { fields, text: JSON.stringify(fields) };
			};
		case 'json':
			return (itemIndex) =>
				readJsonObject(parameters.value('bodyJson', itemIndex), itemIndex, 'Body JSON');
	}
}

function bodyOfFields(
	endpoint: PredictionEndpoint,
	panel: PredictionPanel,
	setup: Setup,
	itemIndex: number,
): PredictionBody {
	const { id, optionalId, value } = setup.parameters;
	const readSid = panel.sid.isRequired ? id : optionalId;
	return predictionBody(
		endpoint,
		{
			projectId: setup.connection.projectId,
			target: id(panel.target.name, itemIndex, panel.target.label),
			platform: value('platform', itemIndex),
			anonUid: id('anonUid', itemIndex, 'Anonymous User ID'),
			uid: optionalId('options.uid', itemIndex, 'User ID'),
			sid: readSid(panel.sid.name, itemIndex, 'Session ID'),
			itemIds: readItemIds(value('itemIds', itemIndex), itemIndex),
			type: optionalId('type', itemIndex, 'Type'),
			returnFullItemsData: optionalBoolean(
				value('options.returnFullItemsData', itemIndex),
				itemIndex,
			),
			additional: additionalFields(value('options.additionalBodyFields', itemIndex), itemIndex),
		},
		`Item ${itemIndex}`,
	);
}

function optionalBoolean(value: unknown, itemIndex: number): boolean | undefined {
	if (isAbsent(value)) return undefined;
	if (typeof value === 'boolean') return value;
	throw new InputProblem(
		`Item ${itemIndex}: Return Full Items Data is ${nameOf(value)}, but it must be true or false.`,
	);
}

function additionalFields(value: unknown, itemIndex: number): PredictionBody {
	return isAbsent(value) ? {} : readJsonObject(value, itemIndex, 'Additional Body Fields').fields;
}
