import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { KainicApi } from '../../../credentials/KainicApi.credentials';

/** What the user entered, expressions included; a function if it is edited. */
export type CredentialValues =
	ICredentialDataDecryptedObject | (() => ICredentialDataDecryptedObject);

/** Stands for n8n's credential store: has the only credential of this package, and authenticates with it. */
export function credentialsHelper(values: CredentialValues = {}): ICredentialsHelper {
	const type = new KainicApi();
	const defaults = Object.fromEntries(
		type.properties.map(({ name, default: value }) => [name, value]),
	);
	const nothing = async () => undefined;
	const getDecrypted = async (...given: Parameters<ICredentialsHelper['getDecrypted']>) => {
		const [, , , mode, , , expressions] = given;
		const held = typeof values === 'function' ? values() : values;
		await Promise.resolve();
		return {
			...defaults,
			...(expressions === undefined ? held : resolveExpressions(held, mode, expressions)),
		};
	};
	return Object({
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: nothing,
		runPreAuthentication: nothing,
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			_typeName: string,
			options: Parameters<KainicApi['authenticate']>[1],
		) => await type.authenticate(data, options),
		getDecrypted,
		getCredentialsProperties: () => type.properties,
	});
}

/** As n8n does: for the item that the credential is read for. */
function resolveExpressions(
	values: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	{ workflow, node, ...at }: ICredentialsExpressionResolveValues,
): ICredentialDataDecryptedObject {
	return Object(
		workflow.expression.getParameterValue(
			Object(values),
			at.runExecutionData,
			at.runIndex,
			at.itemIndex,
			node.name,
			at.connectionInputData,
			mode,
			{},
		),
	);
}
