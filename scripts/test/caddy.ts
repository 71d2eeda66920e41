import { findOnPath, installPackages, isDebian, mayInstallPackages } from '../lib/debian';
import { createReport } from '../lib/report';

const COMMAND = 'caddy';

/** The Caddy of this machine; CADDY names another one. */
export const findCaddy = () => process.env.CADDY || findOnPath([COMMAND]);

/**
 * @param mayInstall Whether it is installed from the system's packages where that can be done
 * without asking.
 * @returns Why tests with a proxy cannot run here, undefined when they can.
 */
export async function missingCaddy(
	mayInstall: boolean,
	report = createReport(),
): Promise<string | undefined> {
	if (findCaddy()) return undefined;
	const how = isDebian()
		? `sudo apt-get install ${COMMAND} installs it`
		: 'install Caddy, or name it in the variable CADDY';
	if (!mayInstall || !mayInstallPackages()) return `there is no Caddy: ${how}`;
	const failure = await report.during('Installing Caddy', () => installPackages([COMMAND]));
	if (!failure && findCaddy()) return undefined;
	return `Caddy could not be installed: ${failure ?? 'its package holds none'}`;
}
