import { sharedN8n } from './shared-n8n';
import { removeTemporaryFolder } from './temporary-folder';

export default async function tearDown(): Promise<void> {
	const { instance } = sharedN8n;
	if (!instance) return;
	await instance.stop();
	removeTemporaryFolder(instance.folder);
}
