/** Why deliveries are refused, each with the status of the answer: whatever anybody sends, there are no more kinds. */
const STATUS = {
	unreadableSettings: 503,
	nothingSelected: 503,
	unknownSelected: 503,
	unreadableAllowlist: 403,
	addressNotAllowed: 403,
	noCredential: 401,
	goneCredential: 401,
	unreadableCredential: 503,
	nothingToCheck: 401,
	secretLacking: 401,
	missingSignature: 401,
	wrongSignature: 401,
	missingHeaderSignature: 401,
	wrongHeaderSignature: 401,
	missingHeaders: 401,
	wrongHeaders: 401,
	missingToken: 401,
	repeatedToken: 401,
	wrongToken: 401,
	noHandshakeToken: 403,
	wrongHandshakeToken: 403,
	noChallenge: 400,
	brokenBody: 400,
	bodyTooLarge: 413,
	tooManyEvents: 413,
	wrongContentType: 415,
	notUtf8: 415,
	notJson: 422,
	notBuiltAsServices: 400,
	stillInFlight: 503,
} as const;

/** What a refusal is about; two of the same kind at the same node are the same news. */
export type RefusalKind = keyof typeof STATUS;

/** What no author of a workflow can fix: it is the sender's, or it passes. */
const NOT_THE_AUTHORS: readonly RefusalKind[] = [
	'noChallenge',
	'brokenBody',
	'notJson',
	'stillInFlight',
];

/** A delivery that is answered with something else than 2xx. Thrown by the receiver's steps, answered by refuse(). */
export class Refusal extends Error {
	/** HTTP status of the answer. */
	readonly status: number;

	/** Whether the workflow's author can fix it. */
	readonly isTheAuthors: boolean;

	/**
	 * @param kind what it is about.
	 * @param reason what happened, for the answer, the log and the execution: repeats nothing of the request, holds no
	 *   secret.
	 * @param fix how the user fixes it, for the log and the execution: the same holds for it.
	 * @param detail what of the request helps whoever reads the log, for the log alone.
	 */
	constructor(
		readonly kind: RefusalKind,
		readonly reason: string,
		readonly fix: string,
		readonly detail = '',
	) {
		super(reason);
		this.status = STATUS[kind];
		this.isTheAuthors = !NOT_THE_AUTHORS.includes(kind);
	}
}
