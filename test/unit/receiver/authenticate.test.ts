import { authenticate, whyNobodyGetsIn } from '../../../receiver/authenticate';
import type { Check, Secret, Service } from '../../../receiver/service';
import { stubRequest, stubService, stubSettings } from '../../support/inProcess/stub';

const secret = (label: string, field: string): Secret => ({ field, label, description: '' });

/** Two tokens in the URL and a header: each is on as soon as the credential has it. */
const checks: Check[] = [
	{ kind: 'urlToken', secret: secret('First Token', 'first'), parameter: 'one' },
	{ kind: 'urlToken', secret: secret('Second Token', 'second'), parameter: 'two' },
	{ kind: 'secretHeaders', description: '', placeholder: '' },
];

const request = stubRequest('', undefined, { query: 'one=1111&two=2222' });
const settings = stubSettings();

const letIn = async (secrets: object, own: Partial<Service> = {}) =>
	await authenticate(stubService({ checks, ...own }), {
		request,
		settings,
		secrets: secrets as never,
	});

const whyNobody = (secrets: object, own: Partial<Service> = {}) =>
	whyNobodyGetsIn(stubService({ checks, ...own }), { settings, secrets: secrets as never });

describe('A delivery', () => {
	it.each([
		['the only active check', { first: '1111' }],
		['every active check', { first: '1111', second: '2222' }],
	])('is accepted when it passes %s', async (_which, secrets) => {
		await expect(letIn(secrets)).resolves.toBe(true);
	});

	it.each([
		[
			'the first check',
			{ first: 'other', second: '2222' },
			"The token in the URL is not the credential's First Token.",
		],
		[
			'the last check',
			{ first: '1111', second: 'other' },
			"The token in the URL is not the credential's Second Token.",
		],
		[
			'a check of another kind',
			{ first: '1111', headers: { values: [{ name: 'X-A', value: 'a' }] } },
			'The request lacks a header that the credential names.',
		],
	])('is refused when it fails %s', async (_which, secrets, reason) => {
		await expect(letIn(secrets)).rejects.toMatchObject({ status: 401, reason });
	});

	it.each([
		['no check is active', checks],
		['the service has no check', []],
	])('is refused when %s', async (_what, own) => {
		await expect(letIn({}, { checks: own })).rejects.toMatchObject({
			status: 401,
			reason: 'The credential is empty, so no delivery can be checked.',
		});
	});

	it('is accepted unchecked only when the user turned the checks off', async () => {
		await expect(letIn({ first: 'other' }, { isSwitchedOff: () => true })).resolves.toBe(false);
		await expect(letIn({ first: 'other' }, { isSwitchedOff: () => false })).rejects.toMatchObject({
			status: 401,
		});
	});
});

describe('The reason for refusing every delivery', () => {
	it('names each field of an empty credential once', () => {
		const twice: Check[] = [...checks, checks[0]];

		expect(whyNobody({}, { checks: twice })!.fix).toBe(
			"Fill in First Token or Second Token or Headers in the node's Stub credential.",
		);
	});

	it('names the secret that an active check lacks', () => {
		const dateSignature: Check = {
			kind: 'headerSignature',
			name: 'date signature',
			secret: secret('API Secret', 'apiSecret'),
			algorithm: 'sha1',
			encoding: 'hex',
			signedHeader: 'x-date',
			headers: ['x-date-signature'],
			option: 'Check Date Signature',
			isAskedFor: () => true,
		};

		const why = whyNobody({ first: '1111' }, { checks: [...checks, dateSignature] });

		expect(why).toMatchObject({
			reason: "A check that is turned on needs the credential's API Secret.",
		});
	});

	it('is absent with one secret or with the checks turned off', () => {
		expect(whyNobody({ second: '2222' })).toBeUndefined();
		expect(whyNobody({}, { isSwitchedOff: () => true })).toBeUndefined();
	});
});
