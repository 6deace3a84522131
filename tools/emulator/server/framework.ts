import type { RequestListener, Server } from 'node:http';
import { http, type HttpFunction } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import type { ErrorRequestHandler, Express } from 'express';

/** A function inside Google's framework, as it runs on the host. */
export interface HostedFunction {
	server: Server;
	/** What the framework does with a request. It no longer gets any by itself. */
	handle: RequestListener;
	/** Takes the function out of the framework's registry, which the whole process shares. */
	unregister: () => void;
}

let functionsMade = 0;

/**
 * Hosts a function, and hands the framework's handler out so that something can stand in front.
 * @param onUnreadable called for a request that the framework cannot read, malformed JSON say
 */
export function hostFunction(
	userFunction: HttpFunction,
	onUnreadable: (request: object, thrown: unknown) => void,
): HostedFunction {
	functionsMade += 1;
	const name = `kainic-${functionsMade}`;
	http(name, userFunction);
	const server = getTestServer(name);
	const app = server.listeners('request').find(isExpress);
	if (app === undefined) throw new Error('The functions framework did not make an Express app');
	// Express knows an error handler by its four parameters.
	const onError: ErrorRequestHandler = (thrown, request, _response, _next) =>
		onUnreadable(request, thrown);
	app.use(onError);
	server.removeAllListeners('request');
	return {
		server,
		handle: (request, response) => void app(request, response),
		unregister: () => http(name, () => undefined),
	};
}

function isExpress(listener: unknown): listener is Express {
	return typeof listener === 'function' && 'use' in listener && 'handle' in listener;
}
