/** A delivery that is answered with something else than 2xx. Thrown by the receiver's steps, answered by refuse(). */
export class Refusal extends Error {
	/**
	 * @param status HTTP status of the answer.
	 * @param reason what happened, for the answer and the log: repeats nothing of the request, holds no secret.
	 * @param fix how the user fixes it, for the log alone.
	 */
	constructor(
		readonly status: 400 | 401 | 403 | 413 | 415 | 422 | 503,
		readonly reason: string,
		readonly fix: string,
	) {
		super(reason);
	}
}
