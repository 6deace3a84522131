/** The IDs of the emulator in place of the samples of the example workflows, which the nodes refuse. */
const ids: Readonly<Record<string, string>> = {
	'YOUR-TRACKER-ID': 'tracker-web',
	'YOUR-STORE-ID': 'store-1',
	'YOUR-MODEL-ID': 'model-popular',
	'YOUR-EXPERIMENT-ID': 'experiment-home',
};

/** An example workflow as somebody fills it in who uses the emulator. */
export const withEmulatorIds = (text: string): string =>
	text.replaceAll(/YOUR-\w+-ID/g, (sample) => ids[sample] ?? sample);
