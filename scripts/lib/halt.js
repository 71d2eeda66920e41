'use strict';

/**
 * Ends a run for a reason the user can fix. Its message is one sentence that says what happened
 * and what to do; it is printed alone, without a stack.
 */
class Halt extends Error {}

module.exports = { Halt };
