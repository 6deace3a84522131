import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type Workflow,
} from 'n8n-workflow';

/** A credential as n8n would have it stored: its type and the values that the user entered. */
export interface StoredCredential {
	type: ICredentialType;
	values: ICredentialDataDecryptedObject;
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
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.find(typeName).type;
		if (authenticate === undefined) return requestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);

		const resolve = (template: string): string =>
			template.startsWith('=')
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							template,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						),
					)
				: template;
		const { properties } = authenticate;
		const headers = resolveValues(properties.headers, resolve);
		const query = resolveValues(properties.qs, resolve);
		return {
			...requestOptions,
			headers: { ...requestOptions.headers, ...headers },
			...(properties.qs && { qs: { ...requestOptions.qs, ...query } }),
		};
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
		_additionalData: unknown,
		_nodeCredentials: unknown,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject> {
		const { type, values } = this.find(typeName);
		const decrypted: ICredentialDataDecryptedObject = {};
		for (const { name, default: value } of type.properties) {
			if (isPrimitive(value)) decrypted[name] = value;
		}
		return Promise.resolve({ ...decrypted, ...values });
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

function resolveValues(
	values: Record<string, unknown> | undefined,
	resolve: (template: string) => string,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values ?? {}).map(([name, value]) => [resolve(name), resolve(String(value))]),
	);
}

function isPrimitive(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}
