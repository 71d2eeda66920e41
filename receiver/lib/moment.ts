/** A date and a time of ISO 8601, with or without seconds, fractions and an offset from UTC. */
const ISO_8601 =
	/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** The hours of the farthest offset from UTC in use. */
const FARTHEST_OFFSET = 14;

/**
 * The moment that a text names, in ISO 8601 as every reader takes it (`2026-05-01T09:59:59.25+02:00`).
 * @param offset what a time without an offset is in (`Z`), where the vendor says so.
 * @returns undefined for what is no time, never was (30 February, 25:61, the year 0, which databases refuse, the unset
 *   time `0001-01-01T00:00:00`),
 *   or is a time without an offset that nobody can place.
 */
export function momentOf(text: string, offset?: 'Z'): string | undefined {
	const [, year, month, day, hour, minute, second = '00', fraction, own] =
		ISO_8601.exec(text) ?? [];
	const zone = own?.toUpperCase() ?? offset;
	if (!year || !month || !day || !hour || !minute || !zone || isUnset(text)) return undefined;

	const start = new Date(`${year}-${month}-${day}T00:00:00Z`);
	// JavaScript takes 30 February for 2 March.
	const isDay =
		year !== '0000' && !Number.isNaN(start.getTime()) && start.getUTCDate() === Number(day);
	const isTime = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
	const [, offsetHours = '00', offsetMinutes = '00'] = /^[+-](\d\d):?(\d\d)?$/.exec(zone) ?? [];
	const isOffset = Number(offsetHours) <= FARTHEST_OFFSET && Number(offsetMinutes) < 60;
	if (!isDay || !isTime || !isOffset) return undefined;

	const sign = zone[0] === 'Z' ? 'Z' : `${zone[0]}${offsetHours}:${offsetMinutes}`;
	const part = fraction === undefined ? '' : `.${fraction}`;
	return `${year}-${month}-${day}T${hour}:${minute}:${second}${part}${sign}`;
}

/** Whether a text is the time that .NET writes where none is set. */
export const isUnset = (text: string): boolean => text.startsWith('0001-01-01');
