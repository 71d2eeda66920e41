import { Refusal } from './refusal';
import type { DeliveryRequest } from './request';
import type { Service } from './service';
import type { Secrets, Settings } from './settings';

/** What a check looks at. */
export interface CheckInput {
	request: DeliveryRequest;
	secrets: Secrets;
	settings: Settings;
}

/** One way to tell the service's deliveries from a stranger's. */
export interface Check {
	/** The credential's field that the check needs, by its label. */
	label: string;
	/** Whether the user filled in the field (or switched the check on). */
	isOn(input: Pick<CheckInput, 'secrets' | 'settings'>): boolean;
	/** Whether the check is on, by an option, without the field it needs: then it lets nobody in. */
	lacksSecret?(secrets: Secrets): boolean;
	/** @throws Refusal where the delivery does not pass. */
	verify(input: CheckInput): void | Promise<void>;
}

/**
 * Step 2: lets nobody in who does not pass every check that is on. With none on, nobody gets in,
 * unless the service allows its user to switch authentication off and the user did.
 * @throws Refusal 401.
 */
export async function authenticate(service: Service, input: CheckInput): Promise<void> {
	if (service.switchedOff?.(input.settings)) return;
	const checks = service.checks.filter((check) => check.isOn(input));
	if (checks.length === 0) throw nothingToCheck(service);
	for (const check of checks) await check.verify(input);
}

/** The refusal of every delivery to a trigger whose credential holds nothing to check with. */
export function nothingToCheck(service: Service): Refusal {
	const labels = [...new Set(service.checks.map(({ label }) => label))].join(' or ');
	return new Refusal(
		401,
		'The credential holds nothing to check deliveries with.',
		`Fill in ${labels} in the node's ${service.name} credential.`,
	);
}
