import sharp from 'sharp';

export interface Frame {
	/** PNG. All frames of a film have the same size. */
	readonly picture: Buffer;
	readonly seconds: number;
}

/** A GIF that shows the frames in turn, for ever: npm, GitHub and n8n play GIFs in a README. */
export async function joinFrames(frames: readonly Frame[]): Promise<Buffer> {
	const pictures = frames.map(({ picture }) => picture);
	const delay = frames.map(({ seconds }) => seconds * 1000);
	return await sharp(pictures, { join: { animated: true } })
		.gif({ delay, loop: 0, effort: 10, dither: 0 })
		.toBuffer();
}
