import type { IGetNodeParameterOptions } from 'n8n-workflow';
import type { Connection } from '../../../nodes/shared/kainic/connection';
import type { RunContext } from '../../../nodes/shared/n8n/operation';
import { Parameters } from '../../../nodes/shared/n8n/parameters';

/** Parameters by name. A function stands for an expression: it gives the value for an item. */
export type Panel = Readonly<Record<string, unknown>>;

/** A panel as n8n gives it to a node. */
export function parametersOf(panel: Panel): Parameters {
	return new Parameters({
		getNodeParameter: (
			name: string,
			itemIndex: number,
			_fallback?: unknown,
			options?: IGetNodeParameterOptions,
		) => {
			const value = Object.hasOwn(panel, name) ? Reflect.get(panel, name) : null;
			if (typeof value !== 'function') return value;
			return options?.rawExpressions === true
				? '={{ }}'
				: Reflect.apply(value, undefined, [itemIndex]);
		},
	});
}

export interface FakeRun {
	readonly itemCount?: number;
	readonly panel: Panel;
	readonly runsAsTool?: boolean;
	/** The project ID of an item's credential. */
	readonly projectOf?: (itemIndex: number) => string;
}

export function fakeRun({ itemCount = 1, panel, runsAsTool, projectOf }: FakeRun): RunContext {
	const parameters = parametersOf(panel);
	return {
		items: Array.from({ length: itemCount }, () => ({ json: {} })),
		parameters,
		options: parameters.at(0),
		connectionOf: (itemIndex) => connectionTo(projectOf?.(itemIndex) ?? 'p'),
		fileOf: () => {
			throw new Error('This run has no files.');
		},
		runsAsTool: runsAsTool ?? false,
		timezone: 'Europe/Berlin',
		executesOnce: false,
		claim: () => true,
		yielder: {
			isDue: () => false,
			yieldToEventLoop: async () => undefined,
			renew: () => undefined,
		},
		remarks: [],
		log: () => undefined,
	};
}

function connectionTo(projectId: string): Connection {
	return {
		credential: { projectId },
		baseUrl: `https://${projectId}.example`,
		projectId,
		apiKey: 'sentinel-key-0001',
	};
}
