import type { Editor } from '../support/editor';

export const PACKAGE = 'n8n-nodes-service-desk-triggers';

/** Installs the package as its user does, from Settings → Community nodes, where the editor is. */
export async function installPackage(editor: Editor): Promise<void> {
	await editor.page.getByRole('button', { name: /^Install( a community node)?$/ }).click();
	await editor.part('package-name-input').fill(PACKAGE);
	await editor.part('user-agreement-checkbox').click();
	await editor.part('install-community-package-button').click();
	await editor.part('communityPackageInstall-modal').waitFor({ state: 'hidden' });
	await editor.part('community-package-card').filter({ hasText: PACKAGE }).waitFor();
}
