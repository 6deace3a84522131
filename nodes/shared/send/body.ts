/** Bytes in memory that no other thread shares, as forms require. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A file whose bytes are read while the request is sent; its size is known before. */
export class StreamedFile extends File {
	constructor(
		name: string,
		private readonly announced: number,
		private readonly read: () => AsyncGenerator<Bytes>,
	) {
		super([], name, { type: 'application/json' });
	}

	override get size(): number {
		return this.announced;
	}

	override stream(): ReadableStream<Bytes> {
		const chunks = this.read();
		return new ReadableStream<Bytes>(
			{
				async pull(controller) {
					const next = await chunks.next();
					if (next.done === true) controller.close();
					else controller.enqueue(next.value);
				},
				async cancel() {
					await chunks.return(undefined);
				},
			},
			{ highWaterMark: 0 },
		);
	}
}
