import type { INodeProperties } from 'n8n-workflow';

import { previousOf, secretsOf } from '../secrets';
import type { Secret, Service } from '../service';
import { headersField } from './headersField';

/** The fields of a service's credential: its secrets, the ones before them, and its headers. */
export const credentialFields = (
	service: Pick<Service, 'handshake' | 'checks'>,
): INodeProperties[] => [
	...secretsOf(service).flatMap((secret) => [
		secretField(secret),
		...(secret.hasPrevious ? [previousField(secret)] : []),
	]),
	...service.checks.flatMap((check) =>
		check.kind === 'secretHeaders' ? [headersField(check)] : [],
	),
];

const secretField = ({
	field,
	label,
	description,
	placeholder,
	hint,
	isRequired,
}: Secret): INodeProperties => ({
	displayName: label,
	name: field,
	type: 'string',
	typeOptions: { password: true },
	...(isRequired && { required: true }),
	default: '',
	...(placeholder !== undefined && { placeholder }),
	description,
	...(hint !== undefined && { hint }),
});

function previousField(secret: Secret): INodeProperties {
	const { field, label } = previousOf(secret);
	return {
		displayName: label,
		name: field,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: `The ${secret.label} you used before, while you change it: deliveries with either one are accepted. Clear it once the service uses the new one.`,
	};
}
