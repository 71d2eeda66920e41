import { accountOf } from '../../../../../nodes/Glassix/api/account';
import { FIELDS } from '../../../../support/glassixMessages';

describe('The API address', () => {
	it.each([
		['acme', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
		[' acme ', 'glassix-dev.com', 'https://acme.glassix-dev.com/api/v1.2'],
		['https://acme.glassix.com/', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
		['acme.glassix.com', 'glassix.com', 'https://acme.glassix.com/api/v1.2'],
	])('for the workspace %j at %s is %s', (workspace, environment, url) => {
		expect(accountOf({ ...FIELDS, workspace, environment }).baseUrl).toBe(url);
	});

	it.each(['', 'a b', 'evil.example.com', 'acme@evil', '-acme', 'acme:8080'])(
		'is refused for the workspace %j',
		(workspace) => {
			expect(() => accountOf({ ...FIELDS, workspace })).toThrow('Workspace');
		},
	);

	describe('of a proxy', () => {
		const proxied = (baseUrl: string) => accountOf({ ...FIELDS, environment: 'other', baseUrl });

		it.each([
			[' https://p.example.com/api/v1.2// ', 'https://p.example.com/api/v1.2'],
			['https://p.example.com', 'https://p.example.com'],
			['http://127.0.0.1:5678/api', 'http://127.0.0.1:5678/api'],
			['http://localhost/api', 'http://localhost/api'],
			['http://[::1]/api', 'http://[::1]/api'],
		])('is read from %j as %s', (entered, baseUrl) => {
			expect(proxied(entered).baseUrl).toBe(baseUrl);
		});

		it.each([
			'http://p.example.com/api',
			'http://127.0.0.1.example.com',
			'http://10.0.0.1',
			'HTTP://p.example.com',
		])(
			'is refused without HTTPS, because anybody on the way could read the secret: %s',
			(entered) => {
				expect(() => proxied(entered)).toThrow(
					'Base URL in the Glassix API credential is not HTTPS',
				);
			},
		);

		it.each(['', 'p.example.com', 'ftp://p.example.com', 'https://', 'javascript:alert(1)'])(
			'is refused when it is not a URL: %j',
			(entered) => {
				expect(() => proxied(entered)).toThrow('is not a URL');
			},
		);
	});

	it.each(['baseUrl', 'workspace'])('is refused at once when %s holds 150,000 slashes', (field) => {
		const environment = field === 'baseUrl' ? 'other' : 'glassix.com';
		const entered = `https://${'/'.repeat(150_000)}\n`;
		const at = Date.now();

		expect(() => accountOf({ ...FIELDS, environment, [field]: `${entered}x` })).toThrow('is not');

		expect(Date.now() - at).toBeLessThan(100);
	});
});
