import { rmSync } from 'node:fs';

export default function removeUserFolder(): void {
	const folder = process.env.KAINIC_TEST_USER_FOLDER;
	if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
