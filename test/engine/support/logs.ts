import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { stringify } from 'flatted';

const lines: string[] = [];

const sink = {
	log(level: string, message: string, metadata: unknown): void {
		lines.push(`${level} ${message} ${stringify(metadata)}`);
	},
	child: () => sink,
};

/** Makes n8n's own logger, at level debug, write into memory instead of the console. */
export function captureLogs(): void {
	Reflect.set(Container.get(Logger), 'internalLogger', sink);
}

/** Where the log stands now, to be handed to `logsSince`. */
export function logPosition(): number {
	return lines.length;
}

/** The lines that n8n logged since a position, with their metadata as it would be printed. */
export function logsSince(position: number): string[] {
	return lines.slice(position);
}
