import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';

import { ParrotTrigger } from '../support/fifth-service/ParrotTrigger.node';
import { ParrotWebhookApi } from '../support/fifth-service/ParrotWebhookApi.credentials';
import { testedServices } from '../support/services';
import { RunningTrigger } from '../support/webhook';

const root = join(__dirname, '..', '..');
const fifth = join(root, 'test', 'support', 'fifth-service');

const filesBelow = (folder: string): string[] =>
	readdirSync(folder)
		.map((name) => join(folder, name))
		.flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));

const codeOf = (file: string) =>
	readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');

const credential = {
	password: 'parrot-password-Zk2',
	headers: { values: [{ name: 'X-Parrot', value: 'parrot-header-Qm81' }] },
};

const running = () =>
	new RunningTrigger(new ParrotTrigger(), {
		credential,
		parameters: { triggerOn: ['call.ended'], options: { simplify: true } },
	});

const delivery = (header: string) => ({
	headers: { 'content-type': 'application/json', 'X-Parrot': header },
	body: JSON.stringify({
		office: 'Bergen',
		events: [
			{ kind: 'call.missed', at: '2026-04-01T08:00:00Z', call: { callId: 'c-1' } },
			{
				kind: 'call.ended',
				at: '2026-04-01T08:03:00Z',
				call: { callId: 'c-2', caller: 'Mira', seconds: 41 },
			},
		],
	}),
});

describe('A fifth service, of a folder and a credential', () => {
	it('triggers on its events', async () => {
		const { items, answeredBy } = await running().deliver(delivery('parrot-header-Qm81'));

		expect(answeredBy).toBe('n8n');
		expect(items).toEqual([
			{
				service: 'parrot',
				event: 'call.ended',
				eventName: 'Call Ended',
				eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
				occurredAt: '2026-04-01T08:03:00Z',
				id: 'c-2',
				title: null,
				status: null,
				person: 'Mira',
				url: null,
			},
		]);
	});

	it('refuses a stranger', async () => {
		const { status, result, log } = await running().deliver(delivery('guessed'));

		expect(status).toBe(401);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(log[0]!.message).toContain('Parrot: node "My Trigger" refused a delivery (401)');
	});

	it('answers its handshake', async () => {
		const { status, text } = await running().deliver({
			method: 'GET',
			query: 'echo=hello&password=parrot-password-Zk2',
		});

		expect({ status, text }).toEqual({ status: 200, text: 'hello' });
	});

	it('is published, and its credential named as the trigger names it', async () => {
		await expect(running().publish()).resolves.toBeUndefined();
		expect(new ParrotTrigger().description.credentials![0]!.name).toBe(new ParrotWebhookApi().name);
	});

	it('takes nothing but the receiver, and no other service', () => {
		const imports = filesBelow(fifth).flatMap((file) =>
			[...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]!),
		);

		expect(imports.filter((path) => !/^(\.\/|(\.\.\/){3}receiver\/)/.test(path)).sort()).toEqual([
			'n8n-workflow',
			'n8n-workflow',
			'zod/v4',
		]);
	});
});

describe('The receiver', () => {
	it.each(filesBelow(join(root, 'receiver')).map((file) => [file.slice(root.length + 1), file]))(
		'names no service in %s',
		(_name, file) => {
			const code = codeOf(file).toLowerCase();

			for (const { service } of testedServices) expect(code).not.toContain(service.id);
			expect(code).not.toMatch(/nodes\//);
		},
	);
});
