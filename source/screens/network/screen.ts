import type {Screen} from '../screen.js';
import {detailBindings, mapBindings, networkBindings, rawBindings} from './keys.js';
import {NetworkView} from './view.js';

export const networkScreen: Screen = {
	id: 'network',
	View: NetworkView,
	bindings: networkBindings,
	panes: {map: mapBindings, details: detailBindings, 'raw output': rawBindings},
	actions: text => text.network.actions,
	source: sources => sources.network,
	async objects() {
		const {networkObjects} = await import('./objects.js');
		return networkObjects;
	},
};
