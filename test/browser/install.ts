import type { Editor } from '../support/browser/editor';

export const PACKAGE = 'n8n-nodes-service-desk-triggers';

const INSTALLED_WITHIN_MS = 120_000;

/** Installs the package as its user does, from Settings → Community nodes, where the editor is. */
export async function installPackage(editor: Editor): Promise<void> {
	await editor.page.getByRole('button', { name: /^Install( a community node)?$/ }).click();
	await editor.part('package-name-input').fill(PACKAGE);
	await editor.part('user-agreement-checkbox').click();
	await editor.part('install-community-package-button').click();
	// n8n runs npm three times meanwhile, which takes minutes on a machine that has much else to do.
	const modal = editor.part('communityPackageInstall-modal');
	await modal.waitFor({ state: 'hidden', timeout: INSTALLED_WITHIN_MS });
	await editor.part('community-package-card').filter({ hasText: PACKAGE }).waitFor();
}
