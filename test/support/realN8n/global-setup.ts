import { packTarball } from '../../../scripts/build-package';
import { createReport } from '../../../scripts/lib/report';
import { N8nApi } from '../../../scripts/n8n/api';
import { startN8n } from '../../../scripts/n8n/instance';
import { ensureRuntime } from '../../../scripts/n8n/runtime';
import { testedVersion } from '../../../scripts/n8n/versions';
import { handOver } from './handover';
import { sharedN8n } from './shared-n8n';
import { makeTemporaryFolder } from './temporary-folder';

/** Starts the one n8n all test files share, with the package installed and an owner logged in. */
export default async function setUp(): Promise<void> {
	const report = createReport();
	const tarball = await packTarball({ report });
	const runtime = await ensureRuntime({ report, version: testedVersion() });

	const instance = await startN8n({
		runtime,
		folder: makeTemporaryFolder(),
		tarball,
		report,
		removeFolder: true,
		// Tests look into the log for what must never be in it, at its most talkative.
		// n8n makes its expression sandbox only for who needs one, as docs/hosting.md asks for.
		env: { N8N_LOG_LEVEL: 'debug', N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
	});
	sharedN8n.instance = instance;

	const api = new N8nApi(instance.url);
	await api.setUpOwner();
	const { url, logFile } = instance;
	handOver({ url, session: api.session, logFile, runtime, tarball });
}
