/** A promise, broken on purpose by one change of the sources, and the test that has to notice it. */
export interface Mutant {
	/** What the change does to the user. */
	promise: string;
	file: string;
	/** Stands in the file once. */
	from: string;
	to: string;
	/** A file of the unit or integration tests. */
	test: string;
}

/** Each is to make its test fail. A promise that comes anew brings its mutant along. */
export const mutants: Mutant[] = [
	{
		promise: 'A delivery with a wrong URL token gets in',
		file: 'receiver/checks/urlToken.ts',
		from: 'if (isHeld) return;',
		to: 'if (isHeld || request) return;',
		test: 'test/unit/receiver/checks/urlToken.test.ts',
	},
	{
		promise: 'A delivery with a wrong signature gets in',
		file: 'receiver/checks/bodySignature.ts',
		from: 'signature)) return;',
		to: 'signature) || header) return;',
		test: 'test/unit/receiver/checks/bodySignature.test.ts',
	},
	{
		promise: 'Every delivery gets in while the credential is empty',
		file: 'receiver/authenticate.ts',
		from: 'if (checks.length === 0) throw nothingToCheck(service);',
		to: '',
		test: 'test/unit/receiver/authenticate.test.ts',
	},
	{
		promise: 'An address outside the IP(s) Allowlist gets in',
		file: 'receiver/receive.ts',
		from: 'allowAddress(request.address, options.ipAllowlist);',
		to: '',
		test: 'test/integration/everyService.test.ts',
	},
	{
		promise: 'The previous secret is refused while a secret is changed',
		file: 'receiver/secrets.ts',
		from: 'const fields = [secret.field, ...(secret.hasPrevious ? [previousOf(secret).field] : [])];',
		to: 'const fields = [secret.field];',
		test: 'test/unit/receiver/checks/urlToken.test.ts',
	},
	{
		promise: 'An event is remembered although n8n did not take it',
		file: 'receiver/deduplicate.ts',
		from: 'if (isAccepted) seen.remember(key, { isUnconfirmed });',
		to: 'seen.remember(key, { isUnconfirmed });',
		test: 'test/unit/receiver/deduplicate.test.ts',
	},
	{
		promise: 'An event that the service sent twice runs twice',
		file: 'receiver/deduplicate.ts',
		from: 'if (earlier && isRepeatOf(earlier, event)) return earlier;',
		to: '',
		test: 'test/unit/receiver/deduplicate.test.ts',
	},
	{
		promise: 'Two real events that look alike count as one',
		file: 'receiver/deduplicate.ts',
		from: 'earlier.isUnconfirmed ||',
		to: 'earlier !== undefined ||',
		test: 'test/unit/receiver/deduplicate.test.ts',
	},
	{
		promise: 'An event counts as taken before n8n has answered 2xx',
		file: 'receiver/answer.ts',
		from: 'isAccepted: response.writableEnded && isSuccess,',
		to: 'isAccepted: true,',
		test: 'test/unit/receiver/deduplicate.test.ts',
	},
	{
		promise: 'An identity leaves out the value that tells two events apart',
		file: 'nodes/SupportBee/events.ts',
		from: "identity: { by: ['data.comment.id'], evidence: 'code' },",
		to: "identity: { by: ['data.ticket.id'], evidence: 'code' },",
		test: 'test/integration/supportBee.test.ts',
	},
	{
		promise: 'Secrets of the request get into an item',
		file: 'receiver/redact.ts',
		from: '!hasSecretName(name) && ',
		to: '',
		test: 'test/unit/receiver/redact.test.ts',
	},
	{
		promise: 'An unrecognized delivery is dropped in silence',
		file: 'receiver/select.ts',
		from: "? settings.options.unrecognizedPayloads !== 'ignore'",
		to: '? false',
		test: 'test/unit/receiver/select.test.ts',
	},
	{
		promise: 'An unknown event that is not selected is dropped in silence',
		file: 'receiver/receive.ts',
		from: 'logIgnored(context, service, unknownAmong(service, ignored));',
		to: '',
		test: 'test/integration/supportBee.test.ts',
	},
	{
		promise: 'Unreadable settings are used as they are',
		file: 'receiver/settings.ts',
		from: 'const result = schema.safeParse(given);',
		to: 'const result = { ...schema.safeParse(given), success: true, data: given as OwnSettings };',
		test: 'test/unit/receiver/settings.test.ts',
	},
	{
		promise: 'Old settings stay in force after the user changes them',
		file: 'receiver/settings.ts',
		from: 'isSame(last.given, given)',
		to: 'last.given',
		test: 'test/unit/receiver/settings.test.ts',
	},
	{
		promise: 'An old IP(s) Allowlist stays in force after the user changes it',
		file: 'receiver/lib/lastOf.ts',
		from: 'last?.text !== text',
		to: 'last === undefined',
		test: 'test/unit/receiver/lib/lastOf.test.ts',
	},
	{
		promise: 'A refused delivery starts the nodes behind the trigger',
		file: 'receiver/report.ts',
		from: 'throw error;',
		to: 'return [items];',
		test: 'test/unit/receiver/report.test.ts',
	},
	{
		promise: 'A scanner fills the list of executions',
		file: 'receiver/refuse.ts',
		from: 'if (!isServices) return undefined;',
		to: '',
		test: 'test/integration/refusals.test.ts',
	},
	{
		promise: 'A credential that n8n cannot read counts as a wrong secret, and the service gives up',
		file: 'receiver/refusal.ts',
		from: 'unreadableCredential: 503,',
		to: 'unreadableCredential: 401,',
		test: 'test/integration/refusals.test.ts',
	},
	{
		promise: 'The access token of Glassix follows a redirect to another host',
		file: 'credentials/GlassixApi.credentials.ts',
		from: 'Object.assign(options, NO_REDIRECT);',
		to: '',
		test: 'test/integration/glassixPollingElsewhere.test.ts',
	},
	{
		promise: 'A polled event is deleted at Glassix before it has run with success',
		file: 'nodes/Glassix/polling/runs.ts',
		from: "if (how === 'success' || (how",
		to: "if (how !== 'begunBefore' || (how",
		test: 'test/unit/nodes/Glassix/polling/runs.test.ts',
	},
	{
		promise: 'A run that never began counts as one that succeeded',
		file: 'nodes/Glassix/polling/runs.ts',
		from: "if (finished === true || waitTill) return 'success';",
		to: "if (finished !== undefined || waitTill || status === 'success') return 'success';",
		test: 'test/unit/nodes/Glassix/polling/runs.test.ts',
	},
	{
		promise: 'The steps of the receiver import each other in a circle',
		file: 'receiver/lib/json.ts',
		from: '/** Whether a value is a JSON object: no list, not null. */',
		to: "import '../receive';",
		test: 'test/unit/structure.test.ts',
	},
];
