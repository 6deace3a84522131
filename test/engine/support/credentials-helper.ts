import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** What a credential holds when it is read: it may be edited. */
export type CredentialReader = () => ICredentialDataDecryptedObject;

/** A credential as n8n would have it stored: its type and the values that the user entered. */
export interface StoredCredential {
	type: ICredentialType;
	values: ICredentialDataDecryptedObject | CredentialReader;
}

/** Stands for n8n's credential store: resolves credentials by type name and authenticates with them. */
export class TestCredentialsHelper extends ICredentialsHelper {
	constructor(private readonly stored: ReadonlyMap<string, StoredCredential>) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.find(typeName).type;
		if (typeof authenticate !== 'function')
			throw new Error(`${typeName} does not authenticate by a function`);
		return await authenticate(credentials, requestOptions);
	}

	preAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	runPreAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	getCredentials(): Promise<ICredentials> {
		return Promise.reject(new Error('The test bed keeps no encrypted credentials'));
	}

	getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		_executeData?: unknown,
		_raw?: boolean,
		expressions?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { type, values } = this.find(typeName);
		const decrypted: ICredentialDataDecryptedObject = {};
		for (const { name, default: value } of type.properties) {
			if (isPrimitive(value)) decrypted[name] = value;
		}
		const held = typeof values === 'function' ? values() : values;
		return Promise.resolve().then(() => ({
			...decrypted,
			...(expressions === undefined ? held : resolveExpressions(held, mode, expressions)),
		}));
	}

	updateCredentials(): Promise<void> {
		return Promise.resolve();
	}

	updateCredentialsOauthTokenData(): Promise<void> {
		return Promise.resolve();
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.find(typeName).type.properties;
	}

	private find(typeName: string): StoredCredential {
		const credential = this.stored.get(typeName);
		if (credential === undefined) throw new Error(`No credential of type ${typeName} was given`);
		return credential;
	}
}

/** As n8n does: for the item that the credential is read for. */
function resolveExpressions(
	values: ICredentialDataDecryptedObject,
	mode: WorkflowExecuteMode,
	{ workflow, node, ...at }: ICredentialsExpressionResolveValues,
): ICredentialDataDecryptedObject {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			typeof value === 'string' && value.startsWith('=')
				? Object(
						workflow.expression.getParameterValue(
							{ value },
							at.runExecutionData,
							at.runIndex,
							at.itemIndex,
							node.name,
							at.connectionInputData,
							mode,
							{},
						),
					).value
				: value,
		]),
	);
}

function isPrimitive(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}
