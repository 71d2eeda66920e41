/**
 * @param folder The unpacked package.
 * @returns What publint finds: package.json and the files that it names do not fit together.
 */
export async function publintFindings(folder: string): Promise<string[]> {
	const { publint } = await import('publint');
	const { formatMessage } = await import('publint/utils');
	const { messages, pkg } = await publint({ pkgDir: folder, level: 'suggestion', strict: true });
	return messages.map((message) => `${message.type}: ${formatMessage(message, pkg)}`);
}
