/**
 * Ends a run for a reason the user can fix. Its message is one sentence that says what happened
 * and what to do; it is printed alone, without a stack.
 */
export class Halt extends Error {}
