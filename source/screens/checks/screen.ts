import type {Screen} from '../screen.js';
import {checksBindings, detailBindings, menuBindings} from './keys.js';
import {ChecksView} from './view.js';

export const checksScreen: Screen = {
	id: 'checks',
	View: ChecksView,
	bindings: checksBindings,
	panes: {details: detailBindings, actions: menuBindings},
	actions: text => text.checks.actions,
	source: sources => sources.checks,
	async objects() {
		const {checksObjects} = await import('./objects.js');
		return checksObjects;
	},
};
