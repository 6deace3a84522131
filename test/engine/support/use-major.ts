import Module from 'node:module';
import path from 'node:path';

const coreOne = path.resolve(__dirname, '../core-1/node_modules');
const ofTheEngine = /^(n8n-(core|workflow)|@n8n\/(di|backend-common))(\/|$)/;

/** In a process of its own there is no Jest that maps the engine's modules to those of major 1. */
function useMajorOne(): void {
	const resolve: unknown = Reflect.get(Module, '_resolveFilename');
	if (typeof resolve !== 'function') throw new Error('Node.js resolves modules in another way');
	Reflect.set(Module, '_resolveFilename', (request: string, ...rest: unknown[]): unknown =>
		Reflect.apply(resolve, Module, [
			ofTheEngine.test(request) ? path.join(coreOne, request) : request,
			...rest,
		]),
	);
}

if (process.env.KAINIC_TEST_MAJOR === '1') useMajorOne();
