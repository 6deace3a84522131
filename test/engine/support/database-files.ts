import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer as collect } from 'node:stream/consumers';
import type { BinaryDataService } from 'n8n-core';

type Manager = Parameters<BinaryDataService['setManager']>[1];
type Metadata = Parameters<Manager['store']>[2];

/** Keeps files as n8n does with N8N_DEFAULT_BINARY_DATA_MODE=database: a stream has the whole file as one chunk. */
export function databaseFiles(): Manager {
	const rows = new Map<string, { data: Buffer; metadata: Metadata }>();
	const rowOf = (fileId: string) => {
		const row = rows.get(fileId);
		if (row === undefined) throw new Error(`No file ${fileId}`);
		return row;
	};
	const insert = (data: Buffer, metadata: Metadata) => {
		const fileId = randomUUID();
		rows.set(fileId, { data, metadata });
		return { fileId, fileSize: data.length };
	};
	return {
		init: async () => undefined,
		store: async (_, data, metadata) =>
			insert(Buffer.isBuffer(data) ? data : await collect(data), metadata),
		getPath: (fileId) => `database://${fileId}`,
		getAsBuffer: async (fileId) => rowOf(fileId).data,
		getAsStream: async (fileId) => Readable.from(rowOf(fileId).data),
		getMetadata: async (fileId) => {
			const { data, metadata } = rowOf(fileId);
			return { ...metadata, fileSize: data.length };
		},
		copyByFileId: async (_, fileId) => {
			const { data, metadata } = rowOf(fileId);
			return insert(data, metadata).fileId;
		},
		copyByFilePath: async (_, path, metadata) => insert(await readFile(path), metadata),
		rename: async (from, to) => {
			rows.set(to, rowOf(from));
			rows.delete(from);
		},
	};
}
