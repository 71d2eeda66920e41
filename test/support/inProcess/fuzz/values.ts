import fc, { type Arbitrary } from 'fast-check';

import { NO_GUID, UNSET_TIME } from '../../vendors/shape';

/** Texts of many scripts, and those that break what takes them for harmless. */
const EDGES = [
	'',
	'   ',
	'\0',
	'a\0b',
	'\ud83d',
	'x\udc00y',
	'\udc00\ud83d',
	'\ud83d\ude00',
	'\u00a0\u2003',
	'\ufeff',
	'\u2028',
	'\u202eabc',
	'İstanbul',
	'straße',
	'مرحبا بالعالم',
	'שלום',
	'สวัสดี',
	'नमस्ते',
	'你好,世界',
	'e\u0301',
	'<b>bold</b>',
	'&amp;lt;',
	'0',
	'12345',
	'null',
	'true',
	'__proto__',
	'constructor',
	'toString',
	'unrecognized',
	'allEvents',
	'Text',
	'Client',
	'javascript:alert(1)',
	'http://',
	'https://',
	'https://[',
	'HTTPS://EXAMPLE.COM/Ü?q=\ud83d',
	'https://example.com/a b',
	NO_GUID,
	UNSET_TIME,
	'15550100123',
	'mira@example.com',
];

const units = fc
	.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
	.map((codes) => String.fromCharCode(...codes));

const huge = fc
	.constantFrom('a', '\0', '\ud83d', '\ud83d\ude00', '</p>', 'ü ')
	.map((part) => part.repeat(Math.ceil(1_000_000 / part.length)));

/** A text of any script, well-formed or not, up to a megabyte. */
export const text: Arbitrary<string> = fc.oneof(
	{ weight: 5000, arbitrary: fc.constantFrom(...EDGES) },
	{ weight: 2000, arbitrary: fc.string({ maxLength: 20 }) },
	{ weight: 2000, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
	{ weight: 1000, arbitrary: units },
	{ weight: 1, arbitrary: huge },
);

export const integer: Arbitrary<number> = fc.oneof(
	fc.constantFrom(
		0,
		1,
		-1,
		2 ** 31 - 1,
		2 ** 31,
		-(2 ** 31),
		2 ** 53 - 1,
		2 ** 53,
		-(2 ** 53),
		1e21,
	),
	fc.integer(),
);

export const number: Arbitrary<number> = fc.oneof(
	integer,
	fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const digits = (count: number, max: number, min = 0) =>
	fc.integer({ min, max }).map((value) => String(value).padStart(count, '0'));

const offset = fc.constantFrom(
	'Z',
	'z',
	'',
	'+00:00',
	'-05:00',
	'+0530',
	'+14',
	'-12:00',
	'+05:45',
);

/** A time as .NET and Rails write it: a real moment, with 0 to 7 digits of a fraction. */
export const moment = (zones: Arbitrary<string>): Arbitrary<string> =>
	fc
		.tuple(
			fc.date({ min: new Date('0001-01-03'), max: new Date('9999-12-28'), noInvalidDate: true }),
			fc
				.integer({ min: 0, max: 7 })
				.chain((count) => fc.tuple(fc.constant(count), digits(count, 10 ** count - 1))),
			zones,
		)
		.map(
			([date, [count, fraction], zone]) =>
				date.toISOString().slice(0, 19) + (count > 0 ? `.${fraction}` : '') + zone,
		);

/** What looks like a time and may be none. */
export const almostTime: Arbitrary<string> = fc.oneof(
	moment(offset),
	fc
		.tuple(
			digits(4, 9999),
			digits(2, 13),
			digits(2, 32),
			digits(2, 25),
			digits(2, 61),
			digits(2, 61),
			offset,
		)
		.map(([y, m, d, h, min, s, zone]) => `${y}-${m}-${d}T${h}:${min}:${s}${zone}`),
	fc
		.tuple(fc.constantFrom('+', '-'), digits(2, 30), digits(2, 70))
		.map(([sign, hours, minutes]) => `2026-05-01T09:59:59${sign}${hours}:${minutes}`),
	fc.constantFrom(
		UNSET_TIME,
		'0000-01-01T00:00:00Z',
		'9999-12-31T23:59:59.9999999-14:00',
		'2026-05-01',
	),
);

const KEYS = [
	'id',
	'name',
	'__proto__',
	'constructor',
	'toJSON',
	'length',
	'',
	'a.b',
	'\0',
	'\ud83d',
];

/** Any JSON value, not deep. */
export const json: Arbitrary<unknown> = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', maxDepth: 3 },
		{ weight: 4, arbitrary: text },
		{ weight: 2, arbitrary: number },
		{ weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}) },
		{ weight: 1, arbitrary: almostTime },
		{ weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
		{
			weight: 1,
			arbitrary: fc
				.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), text), tie('value')), { maxLength: 3 })
				.map((entries) => Object.fromEntries(entries)),
		},
	),
})).value;
