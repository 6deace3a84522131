import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { stringify } from 'flatted';

/** All lines that n8n logged at level debug, with their metadata as it would be printed. */
export const logs: string[] = [];

const sink = {
	log(level: string, message: string, metadata: unknown): void {
		logs.push(`${level} ${message} ${stringify(metadata)}`);
	},
	child: () => sink,
};

/** Makes n8n's own logger write into memory instead of the console. */
export function captureLogs(): void {
	Reflect.set(Container.get(Logger), 'internalLogger', sink);
}
