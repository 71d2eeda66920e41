'use strict';

exports.BenchApi = class BenchApi {
	name = 'benchApi';

	displayName = 'Bench API';

	properties = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			default: '',
			typeOptions: { password: true },
		},
	];
};
