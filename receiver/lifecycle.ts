import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { nothingToCheck } from './authenticate';
import { ipAllowList, unreadableEntries } from './checks/ipAllowList';
import { forgetNode, nodeKey } from './deduplicate';
import { Refusal } from './refusal';
import type { Service } from './service';
import { readSecrets, readSettings } from './settings';

/**
 * The webhook methods of a service whose webhooks its user enters by hand: there is nothing to
 * register, but what would refuse every delivery stops the publishing, with a message that says why.
 */
export function lifecycle(service: Service) {
	return {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			const obstacle = await findObstacle(this, service);
			if (obstacle) {
				throw new NodeOperationError(this.getNode(), `${obstacle.reason} ${obstacle.mend}`);
			}
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			forgetNode(nodeKey(this));
			return true;
		},
	};
}

/** What would refuse every delivery. */
async function findObstacle(
	context: IHookFunctions,
	service: Service,
): Promise<Pick<Refusal, 'reason' | 'mend'> | undefined> {
	const settings = readSettings(context);
	const unreadable = unreadableEntries(ipAllowList(settings));
	if (unreadable.length > 0) {
		return {
			reason: `The IP allow list has entries that cannot be read: ${unreadable.join(', ')}.`,
			mend: 'Write addresses (192.0.2.1, 2001:db8::1) or ranges (192.0.2.0/24), separated by commas.',
		};
	}
	const secrets = await readSecrets(context, service).catch((error: Refusal) => error);
	if (secrets instanceof Refusal) return secrets;
	const handshakeSecret = service.handshake?.secret;
	if (handshakeSecret && !secrets[handshakeSecret.field]) {
		return {
			reason: `The credential has no ${handshakeSecret.label}.`,
			mend: `Fill it in, and enter the same in ${service.name}.`,
		};
	}
	const lacking = service.checks
		.filter((check) => check.isOn({ secrets, settings }))
		.find((check) => check.lacksSecret?.(secrets));
	if (lacking) {
		return {
			reason: `A check is switched on that needs the credential's ${lacking.label}.`,
			mend: 'Fill it in, or switch the check off.',
		};
	}
	const isOn = service.checks.some((check) => check.isOn({ secrets, settings }));
	return isOn || service.switchedOff?.(settings) ? undefined : nothingToCheck(service);
}
