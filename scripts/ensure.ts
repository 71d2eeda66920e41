import { ensureRules } from './lib/rules';

/** Before a tool of node_modules runs: with `rules`, n8n's lint rules and scan are installed too. */
export async function run(args: string[]) {
	if (args.includes('rules')) await ensureRules();
	return 0;
}
