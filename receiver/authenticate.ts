import { bodySignature } from './checks/bodySignature';
import type { Checker, CheckInput } from './checks/check';
import { headerSignature } from './checks/headerSignature';
import { secretHeaders } from './checks/secretHeaders';
import { urlToken } from './checks/urlToken';
import { Refusal } from './refusal';
import type { Check, Service } from './service';

const checkers: { [Kind in Check['kind']]: Checker<Extract<Check, { kind: Kind }>> } = {
	bodySignature,
	headerSignature,
	secretHeaders,
	urlToken,
};

const checkerOf = ({ kind }: Check) => checkers[kind] as Checker<Check>;

const checksInForce = (
	{ checks }: Pick<Service, 'checks'>,
	input: Pick<CheckInput, 'secrets' | 'settings'>,
) => checks.filter((check) => checkerOf(check).isOn(check, input));

/**
 * Refuses whoever does not pass every check that is on. With none on, everybody is refused, unless the service
 * allows its user to switch authentication off and the user did.
 * @returns whether the sender has shown that it is let in; false where the user switched authentication off.
 * @throws Refusal 401.
 */
export async function authenticate(
	service: Pick<Service, 'checks' | 'isSwitchedOff' | 'name'>,
	input: Omit<CheckInput, 'name'>,
): Promise<boolean> {
	if (service.isSwitchedOff?.(input.settings)) return false;
	const checks = checksInForce(service, input);
	if (checks.length === 0) throw nothingToCheck(service);
	for (const check of checks)
		await checkerOf(check).verify(check, { ...input, name: service.name });
	return true;
}

/**
 * Of a handshake: the URL that the service is to send to must have the token that its deliveries need, or each of them
 * would be refused once the set-up looks done.
 * @throws Refusal 401.
 */
export async function authenticateUrl(
	service: Pick<Service, 'checks' | 'isSwitchedOff' | 'name'>,
	input: Omit<CheckInput, 'name'>,
): Promise<void> {
	const checks = service.checks.filter(({ kind }) => kind === 'urlToken');
	if (checks.length > 0) await authenticate({ ...service, checks }, input);
}

/** What makes authenticate() refuse every delivery, whoever sends it: undefined where nothing does. */
export function whyNobodyGetsIn(
	service: Pick<Service, 'checks' | 'isSwitchedOff' | 'name'>,
	{ secrets, settings }: Pick<CheckInput, 'secrets' | 'settings'>,
): Refusal | undefined {
	const checks = checksInForce(service, { secrets, settings });
	const lacking = checks.find((check) => checkerOf(check).lacksSecret?.(check, secrets));
	if (lacking) return lacksSecret(lacking);
	return checks.length > 0 || service.isSwitchedOff?.(settings)
		? undefined
		: nothingToCheck(service);
}

const lacksSecret = (check: Check) =>
	new Refusal(
		'secretLacking',
		`A check that is turned on needs the credential's ${checkerOf(check).label(check)}.`,
		'Fill it in, or turn the check off.',
	);

function nothingToCheck({ checks, name }: Pick<Service, 'checks' | 'name'>): Refusal {
	const labels = [...new Set(checks.map((check) => checkerOf(check).label(check)))].join(' or ');
	return new Refusal(
		'nothingToCheck',
		'The credential is empty, so no delivery can be checked.',
		`Fill in ${labels} in the node's ${name} credential.`,
	);
}
