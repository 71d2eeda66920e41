import type { DeliveryRequest } from '../request';
import type { Secrets } from '../secrets';
import type { Settings } from '../settings';

/** What a check looks at. */
export interface CheckInput {
	/** The service's name, for what a refusal says. */
	name: string;
	request: DeliveryRequest;
	secrets: Secrets;
	settings: Settings;
}

/** How one kind of check is done. */
export interface Checker<Check> {
	/** The credential's field that the check needs, by its label. */
	label(check: Check): string;
	/** Whether the user filled in the field (or switched the check on). */
	isOn(check: Check, input: Pick<CheckInput, 'secrets' | 'settings'>): boolean;
	/** Whether an option turns the check on without the field it needs: then nothing passes. */
	lacksSecret?(check: Check, secrets: Secrets): boolean;
	/** @throws Refusal where the delivery does not pass. */
	verify(check: Check, input: CheckInput): void | Promise<void>;
}
