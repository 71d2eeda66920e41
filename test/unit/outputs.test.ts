import { NodeHelpers, Workflow, type INode, type INodeParameters } from 'n8n-workflow';

import { eventsWithOutput } from '../../receiver/outputs';
import { byName, type TestedService } from '../support/services';

const CATALOGUE = ['a', 'b', 'c'];
const separate = { separateOutputs: true };

describe('The events that have an output of their own', () => {
	it.each([
		['none while "Separate Outputs" is off', { triggerOn: ['a'], options: {} }, []],
		['none without options', { triggerOn: ['a'] }, []],
		['the selected ones', { triggerOn: ['c', 'a'], options: separate }, ['c', 'a']],
		[
			'those under "Other Event Names" behind them, each once',
			{ triggerOn: ['a'], otherEvents: ['x', 'a', ' x ', 'y'], options: separate },
			['a', 'x', 'y'],
		],
		[
			'the selected ones beside "All Events"',
			{ triggerOn: ['allEvents', 'b'], otherEvents: ['hidden'], options: separate },
			['b'],
		],
		[
			'the whole list with "All Events" alone',
			{ triggerOn: ['allEvents'], options: separate },
			CATALOGUE,
		],
		['the whole list with nothing selected', { triggerOn: [], options: separate }, CATALOGUE],
	])('are %s', (_which, parameters, events) => {
		expect(eventsWithOutput(parameters, CATALOGUE)).toEqual(events);
	});
});

/** The names of a node's outputs in the editor; an output without a name is null. */
function outputsShown(tested: TestedService, parameters: INodeParameters) {
	const { description } = tested.newTrigger();
	const nodeType = tested.newTrigger();
	const node: INode = {
		id: '1',
		name: 'My Trigger',
		type: 'test',
		typeVersion: 1.1,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({
		id: 'w',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	return NodeHelpers.getNodeOutputs(workflow, workflow.getNode('My Trigger')!, description).map(
		(output) => (typeof output === 'string' ? output : [output.type, output.displayName ?? null]),
	);
}

describe.each(byName)('In the editor %s', (_name, tested) => {
	const events = Object.entries(tested.service.events);
	const [[first, { name }]] = events as [(typeof events)[0]];

	it('has one output without a name while "Separate Outputs" is off', () => {
		expect(outputsShown(tested, { triggerOn: [first] })).toEqual([['main', null]]);
	});

	it('has an output named after each selected event, and Other', () => {
		const parameters = { triggerOn: [first], otherEvents: ['my.event'], options: separate };

		expect(outputsShown(tested, parameters)).toEqual([
			['main', name],
			['main', 'my.event'],
			['main', 'Other'],
		]);
	});

	it('has an output for each event of the list with "All Events" alone, and Other', () => {
		const parameters = { triggerOn: ['allEvents'], options: separate };

		expect(outputsShown(tested, parameters)).toEqual([
			...events.map(([, event]) => ['main', event.name]),
			['main', 'Other'],
		]);
	});
});
