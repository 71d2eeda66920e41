import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { whyNobodyGetsIn } from '../authenticate';
import { unreadableEntries } from '../ipAllowlist';
import { oneLine } from '../lib/text';
import { forgetNode, nodeKey } from '../memory';
import { Refusal } from '../refusal';
import { readSecrets, valuesOf } from '../secrets';
import { whyNothingIsSelected } from '../select';
import type { Service } from '../service';
import { readSettings } from '../settings';

/** The characters of a message, which n8n's log has in one line with more. */
const LONGEST_MESSAGE = 800;

/**
 * The webhook methods of a service whose webhooks its user enters by hand: there is nothing to
 * register, but what would refuse every delivery stops the publishing, with a message that says why.
 */
export function webhookMethods(service: Service) {
	return {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			const why = await whyNotPublished(this, service).catch((error: unknown) => {
				if (error instanceof Refusal) return error;
				throw error;
			});
			if (why) {
				const message = oneLine(`${why.reason} ${why.fix}`, LONGEST_MESSAGE);
				throw new NodeOperationError(this.getNode(), message);
			}
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			forgetNode(nodeKey(this));
			return true;
		},
	};
}

/** @returns what would refuse every delivery, undefined where nothing does. @throws Refusal, the same. */
async function whyNotPublished(
	context: IHookFunctions,
	service: Service,
): Promise<Pick<Refusal, 'reason' | 'fix'> | undefined> {
	const settings = readSettings(context, service.settings);
	const unreadable = unreadableEntries(settings.options.ipAllowlist);
	if (unreadable.length > 0) {
		return {
			reason: `IP(s) Allowlist has entries that can't be read: ${unreadable.join(', ')}.`,
			fix: 'Write addresses (192.0.2.1, 2001:db8::1) or ranges (192.0.2.0/24), separated by commas.',
		};
	}
	const unselected = whyNothingIsSelected(service, settings);
	if (unselected) return unselected;
	const secrets = await readSecrets(context, service);
	const handshakeSecret = service.handshake?.secret;
	if (handshakeSecret && valuesOf(handshakeSecret, secrets).length === 0) {
		return {
			reason: `The credential has no ${handshakeSecret.label}.`,
			fix: `Fill it in, and enter the same in ${service.name}.`,
		};
	}
	return whyNobodyGetsIn(service, { secrets, settings });
}
