import { makeCertificate } from '../../n8n/certificate';
import { startSink } from '../sink';
import type { StageSetting } from '../stage';
import { startRelay } from './relay';

/** Milliseconds from a shop's n8n to a server in another country and back. */
const roundTrip = 40;

/** Runs `work` with a sink that is far away and behind TLS. */
export async function atDistance<Value>(
	setting: StageSetting,
	work: (setting: StageSetting) => Promise<Value>,
): Promise<Value> {
	const certificate = await makeCertificate('IP:127.0.0.1');
	const sink = await startSink(certificate);
	const relay = await startRelay(Number(new URL(sink.url).port), roundTrip);
	try {
		const distant = { ...sink, url: `https://127.0.0.1:${relay.port}` };
		const env = { ...setting.env, NODE_EXTRA_CA_CERTS: certificate.file };
		return await work({ ...setting, sink: distant, env });
	} finally {
		await relay.close();
		await sink.close();
		certificate.remove();
	}
}
