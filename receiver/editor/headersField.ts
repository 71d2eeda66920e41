import type { INodeProperties } from 'n8n-workflow';

import type { SecretHeaders } from '../service';

/** The credential's field for headers that the user has the service send with each delivery. */
export const headersField = ({ description, placeholder }: SecretHeaders): INodeProperties => ({
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Header',
	default: {},
	description,
	options: [
		{
			displayName: 'Header',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: `e.g. ${placeholder}`,
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					typeOptions: { password: true },
					default: '',
				},
			],
		},
	],
});
