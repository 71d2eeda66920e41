import { existsSync } from 'node:fs';

import { findOnPath, installPackages, isDebian, mayInstallPackages } from '../lib/debian';
import { createReport } from '../lib/report';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What does not lie on the path where it is installed the usual way. */
const USUAL_PLACES = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const PACKAGES = ['chromium', 'fonts-liberation'];

/** A Chromium or Chrome of this machine; CHROMIUM names another one. */
export const findChromium = () =>
	process.env.CHROMIUM || (findOnPath(COMMANDS) ?? USUAL_PLACES.find((file) => existsSync(file)));

/**
 * @param mayInstall Whether it is installed from the system's packages where that can be done
 * without asking.
 * @returns Why browser tests cannot run here, undefined when they can.
 */
export async function missingChromium(
	mayInstall: boolean,
	report = createReport(),
): Promise<string | undefined> {
	if (findChromium()) return undefined;
	const how = isDebian()
		? `sudo apt-get install ${PACKAGES.join(' ')} installs it`
		: 'install Chromium or Chrome, or name one in the variable CHROMIUM';
	if (!mayInstall || !mayInstallPackages()) return `there is no Chromium: ${how}`;
	const failure = await report.during('Installing Chromium', () => installPackages(PACKAGES));
	if (!failure && findChromium()) return undefined;
	return `Chromium could not be installed: ${failure ?? 'its package holds none'}`;
}
